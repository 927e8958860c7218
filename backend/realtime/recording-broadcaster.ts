import type { ActivityLog } from './activity.ts';
import type { Broadcaster } from './broadcaster.ts';

/** Positions and heartbeats: many a second, and told by counters instead. */
const NOT_RECORDED: ReadonlySet<string> = new Set([
  'driver.locations',
  'driver.location.updated',
  'sync.head',
]);

/** The broadcaster, with each event that the broker took in the activity log: its name and channels. */
export function recordPushes(broadcaster: Broadcaster, activity: ActivityLog): Broadcaster {
  return {
    driver: broadcaster.driver,
    callSize: broadcaster.callSize,
    publish: async (events) => {
      await broadcaster.publish(events);
      for (const { event: name, channels } of events)
        if (!NOT_RECORDED.has(name)) activity.record({ event: 'event.pushed', name, channels });
    },
    hasSubscribers: (channel) => broadcaster.hasSubscribers(channel),
    occupiedChannels: (prefix) => broadcaster.occupiedChannels(prefix),
    get health() {
      return broadcaster.health;
    },
    close: () => broadcaster.close(),
  };
}
