import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { BackendConfig } from '#lib/config/backend-config.ts';
import { loadEpoch } from '#backend/db/sync-cursor.ts';
import type { Backend, Database } from '#backend/platform/backend.ts';
import type { Clock } from '#backend/platform/clock.ts';
import type { Broadcaster } from './broadcaster.ts';
import { createBroadcaster } from './create-broadcaster.ts';
import { createPublisher, type EventPublisher } from './event-publisher.ts';
import type { EventRow } from './event-routing.ts';
import { createFleetFeed, type FleetFeed } from './fleet-feed.ts';
import { Hub } from './hub.ts';
import type { RealtimeLimits } from './limits.ts';
import { PositionShares } from './position-shares.ts';
import { createPlainServer, type PlainServer } from './plain-server.ts';
import { createPusherServer, type PusherServer } from './pusher-server.ts';
import { recordPushes } from './recording-broadcaster.ts';
import { registerRealtimeMetrics } from './realtime-metrics.ts';
import { startRevocation } from './revocation.ts';
import { startSyncHead } from './sync-head.ts';
import { withholdClosed } from './withhold-closed.ts';
import { webhookWatcher } from './webhook-watcher.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';

/** What realtime needs before the rest of the backend exists. */
export interface RealtimeParts {
  readonly config: BackendConfig;
  readonly pool: Pool;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits?: Partial<RealtimeLimits>;
}

/**
 * Everything live, in the order in which a backend is put together: createRealtime(parts), then
 * `hub`, `broadcaster`, `publisher` and `fleet` go into Backend and the location writer, then
 * `attach(server, backend)` once the HTTP server exists. At the end `hangUp` before the HTTP server
 * is closed, because a server waits for its upgraded sockets, and `close` before the database is.
 */
export interface Realtime {
  readonly hub: Hub;
  readonly broadcaster: Broadcaster;
  readonly publisher: EventPublisher;
  readonly fleet: FleetFeed;
  readonly webhooks: Webhooks;
  /** Takes the server's upgrades (`/app/{key}`, `/ws/*`) and starts publishing and the sweeps. */
  attach(server: Server, backend: Backend): void;
  /** Refuses further sockets and says good-bye to the open ones. */
  hangUp(): Promise<void>;
  close(): Promise<void>;
}

/** How often the picture of who may see which driver is read again from the database. */
const SHARES_REFRESH_MS = 2_000;
/** Contract 3.2: a hosted broker counts messages, so it gets fewer, larger ones. */
const HOSTED_FLEET_INTERVAL_MS = 1_000;

export function createRealtime(parts: RealtimeParts): Realtime {
  const { config, pool, db, clock, log } = parts;
  const hub = new Hub(clock, { ...config.realtime.limits, ...parts.limits }, log);
  const carrier = createBroadcaster(config, hub, clock);
  const broadcaster = recordPushes(
    carrier.driver === 'embedded' ? carrier : withholdClosed(carrier, db, clock),
    hub.activity,
  );
  const webhooks = createWebhooks({ urls: config.realtime.webhookUrls, app: config, clock, log });
  if (config.realtime.webhookUrls.length > 0) hub.watcher = webhookWatcher(webhooks.tell);
  const shares = new PositionShares();
  let plain: PlainServer | null = null;
  const fleet = createFleetFeed({
    ...{ broadcaster, shares, clock, log },
    onFix: (fix, sharedWith) => plain?.fixStored(fix, sharedWith),
    ...(config.broadcastDriver === 'pusher' ? { intervalMs: HOSTED_FLEET_INTERVAL_MS } : {}),
  });
  let refreshing: Promise<void> | null = null;
  const refreshShares = (): void => {
    refreshing ??= shares
      .refresh(db, clock)
      .catch((err: unknown) => log.warn({ err }, 'position sharing not refreshed'))
      .finally(() => {
        refreshing = null;
      });
  };
  const onEvent = (row: EventRow): void => {
    const { ticket, driver } = row.snapshot;
    if (driver !== undefined) fleet.driverChanged(driver);
    if (ticket !== undefined) plain?.ticketChanged(ticket);
    const begun = ticket !== undefined && shares.ticketChanged(ticket);
    if (begun || row.type.startsWith('tracking_link.')) refreshShares();
  };
  const publisher = createPublisher({ pool, broadcaster, clock, log, onEvent });
  const sockets: { close(): Promise<void> }[] = [];
  const timers: (() => void)[] = [];
  let closed: Promise<void> | undefined;
  let hungUp: Promise<void> | undefined;

  const hangUp = async (): Promise<void> => {
    await Promise.all(sockets.map((server) => server.close()));
  };

  const realtime: Realtime = {
    ...{ hub, broadcaster, publisher, fleet, webhooks },
    attach: (server, backend) => {
      const pusher = createPusherServer({
        ...{ hub, clock, log, app: config },
        allowedOrigins: config.allowedOrigins,
        publicUrl: config.publicUrl,
        trustedProxies: config.trustedProxies,
      });
      const gateway = createPlainServer(backend);
      plain = gateway;
      sockets.push(pusher, gateway);
      server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
        if (hungUp !== undefined) stream.destroy();
        else routeUpgrade({ request, stream, head, pusher, gateway });
      });
      registerRealtimeMetrics(backend.metrics.registry, hub, publisher);
      const revocation = startRevocation(hub, backend, log);
      refreshShares();
      const refreshTimer = setInterval(refreshShares, SHARES_REFRESH_MS);
      refreshTimer.unref();
      timers.push(
        () => revocation.close(),
        () => clearInterval(refreshTimer),
      );
      publisher.start();
      loadEpoch(db)
        .then((epoch) => {
          if (closed !== undefined) return;
          // Our own hub is reached by this process alone, a broker by whoever publishes.
          const head = () => (publisher.leads || broadcaster.driver === 'embedded' ? publisher.head : null);
          timers.push(startSyncHead({ broadcaster, epoch, head, log }));
        })
        .catch((err: unknown) => log.error({ err }, 'sync.head is not sent'));
    },
    hangUp: () => (hungUp ??= hangUp()),
    close: () =>
      (closed ??= (async () => {
        for (const stop of timers) stop();
        await realtime.hangUp();
        await fleet.close();
        await publisher.close();
        await refreshing;
        await broadcaster.close();
        await webhooks.close();
      })()),
  };
  return realtime;
}

interface Upgrade {
  readonly request: IncomingMessage;
  readonly stream: Duplex;
  readonly head: Buffer;
  readonly pusher: PusherServer;
  readonly gateway: PlainServer;
}

function routeUpgrade({ request, stream, head, pusher, gateway }: Upgrade): void {
  const target = `http://host${request.url ?? '/'}`;
  const url = URL.canParse(target) ? new URL(target) : null;
  if (url !== null && /^\/app\/[^/]+$/u.test(url.pathname)) {
    pusher.upgrade(request, stream, head, url);
    return;
  }
  if (url !== null && gateway.upgrade(request, stream, head, url)) return;
  stream.once('error', () => stream.destroy());
  stream.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}
