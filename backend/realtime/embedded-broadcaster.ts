import type { Broadcaster } from './broadcaster.ts';
import type { Hub } from './hub.ts';

/** The broadcaster of the backend's own hub: taken at once, never away. */
export function createEmbeddedBroadcaster(hub: Hub): Broadcaster {
  return {
    publish: (channels, event, data, exceptSocketId) => {
      hub.publish(channels, event, JSON.stringify(data), exceptSocketId);
      return Promise.resolve();
    },
    hasSubscribers: (channel) => hub.hasSubscribers(channel),
    close: () => Promise.resolve(),
  };
}
