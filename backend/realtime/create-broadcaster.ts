import type { BackendConfig } from '#lib/config/backend-config.ts';
import { StartError } from '#backend/platform/start-error.ts';
import type { Clock } from '#backend/platform/clock.ts';
import type { Broadcaster } from './broadcaster.ts';
import { createEmbeddedBroadcaster } from './embedded-broadcaster.ts';
import type { Hub } from './hub.ts';
import { createPusherBroadcaster } from './pusher-broadcaster.ts';

/** The broadcaster that `BROADCAST_DRIVER` names. */
export function createBroadcaster(config: BackendConfig, hub: Hub, clock: Clock): Broadcaster {
  switch (config.broadcastDriver) {
    case 'embedded':
      return createEmbeddedBroadcaster(hub);
    case 'reverb': {
      const { scheme, host, port } = config.reverb;
      return createPusherBroadcaster({ app: config, url: `${scheme}://${host}:${port}`, clock });
    }
    case 'pusher': {
      if (config.pusher === null)
        throw new StartError(
          'BROADCAST_DRIVER=pusher needs PUSHER_APP_ID, PUSHER_APP_KEY and PUSHER_APP_SECRET.',
        );
      const { appId, key, secret, cluster } = config.pusher;
      return createPusherBroadcaster({
        app: { appId, appKey: key, appSecret: secret },
        url: `https://api-${cluster}.pusher.com`,
        clock,
      });
    }
  }
}
