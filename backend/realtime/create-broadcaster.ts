import type { BackendConfig } from '#lib/config/backend-config.ts';
import type { Clock } from '#backend/platform/clock.ts';
import type { Broadcaster } from './broadcaster.ts';
import { createEmbeddedBroadcaster } from './embedded-broadcaster.ts';
import type { Hub } from './hub.ts';
import { createRemoteBroadcaster } from './remote-broadcaster.ts';
import type { AppCredentials } from './signature.ts';

/** Reverb refuses a longer request unless it was told otherwise (`max_request_size`). */
const REVERB_MAX_BODY_BYTES = 10_000;
/** Ten events of the 10 kB that Pusher takes each. */
const PUSHER_MAX_BODY_BYTES = 100_000;

/** The broadcaster that `BROADCAST_DRIVER` names. */
export function createBroadcaster(config: BackendConfig, hub: Hub, clock: Clock): Broadcaster {
  const app = brokerApp(config);
  switch (config.broadcastDriver) {
    case 'embedded':
      return createEmbeddedBroadcaster(hub, clock);
    case 'reverb':
      return createRemoteBroadcaster({
        ...{ driver: 'reverb', app, clock, hub, maxBodyBytes: REVERB_MAX_BODY_BYTES },
        ...config.reverb,
      });
    case 'pusher':
      return createRemoteBroadcaster({
        ...{ driver: 'pusher', app, clock, hub, maxBodyBytes: PUSHER_MAX_BODY_BYTES },
        ...(config.pusher ?? config.reverb),
      });
  }
}

/** The application at the broker that carries the events: its secret signs subscriptions. */
export function brokerApp(config: BackendConfig): AppCredentials {
  if (config.pusher === null) return config;
  const { appId, key, secret } = config.pusher;
  return { appId, appKey: key, appSecret: secret };
}
