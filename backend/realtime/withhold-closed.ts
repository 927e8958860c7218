import type { Queryable } from '#backend/platform/backend.ts';
import type { Clock } from '#backend/platform/clock.ts';
import type { BroadcastEvent, Broadcaster } from './broadcaster.ts';
import { loadClosedChannels } from './closed-channels.ts';

/**
 * A remote broadcaster that sends nothing to the channels of people whose right has ended, whatever the
 * event: it is asked anew for every call, because the broker itself cannot end a subscription.
 */
export function withholdClosed(broadcaster: Broadcaster, q: Queryable, clock: Clock): Broadcaster {
  return {
    driver: broadcaster.driver,
    callSize: broadcaster.callSize,
    publish: async (events) => {
      const closed = await loadClosedChannels(
        q,
        clock,
        events.flatMap(({ channels }) => channels),
      );
      await broadcaster.publish(closed.size === 0 ? events : withoutChannels(events, closed));
    },
    hasSubscribers: (channel) => broadcaster.hasSubscribers(channel),
    occupiedChannels: (prefix) => broadcaster.occupiedChannels(prefix),
    get health() {
      return broadcaster.health;
    },
    close: () => broadcaster.close(),
  };
}

const withoutChannels = (
  events: readonly BroadcastEvent[],
  closed: ReadonlySet<string>,
): readonly BroadcastEvent[] =>
  events
    .map((event) => ({ ...event, channels: event.channels.filter((name) => !closed.has(name)) }))
    .filter(({ channels }) => channels.length > 0);
