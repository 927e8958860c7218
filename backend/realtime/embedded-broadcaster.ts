import type { Clock } from '#backend/platform/clock.ts';
import type { Broadcaster } from './broadcaster.ts';
import type { Hub } from './hub.ts';

/** The broadcaster of the backend's own hub: taken at once, never away. */
export function createEmbeddedBroadcaster(hub: Hub, clock: Clock): Broadcaster {
  const sinceMs = clock.nowMs();
  return {
    driver: 'embedded',
    callSize: Number.POSITIVE_INFINITY,
    publish: (events) => {
      for (const { channels, event, data, exceptSocketId } of events)
        hub.publish(channels, event, JSON.stringify(data), exceptSocketId);
      return Promise.resolve();
    },
    hasSubscribers: (channel) => hub.hasSubscribers(channel),
    occupiedChannels: (prefix) =>
      Promise.resolve([...hub.channelNames()].filter((name) => name.startsWith(prefix))),
    health: { state: 'up', sinceMs, error: null },
    close: () => Promise.resolve(),
  };
}
