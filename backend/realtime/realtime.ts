import type { Server } from 'node:http';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { BackendConfig } from '#lib/config/backend-config.ts';
import type { Backend, Database } from '#backend/platform/backend.ts';
import type { Clock } from '#backend/platform/clock.ts';
import type { Broadcaster } from './broadcaster.ts';
import type { FleetFeed } from './fleet-feed.ts';
import type { Hub } from './hub.ts';
import type { Publisher } from './publisher.ts';

/** What realtime needs before the rest of the backend exists. */
export interface RealtimeParts {
  readonly config: BackendConfig;
  readonly pool: Pool;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Everything live, in the order in which a backend is put together: createRealtime(parts), then
 * `broadcaster`, `publisher` and `fleet` go into Backend and the location writer, then
 * `attach(server, backend)` once the HTTP server exists.
 */
export interface Realtime {
  readonly hub: Hub;
  readonly broadcaster: Broadcaster;
  readonly publisher: Publisher;
  readonly fleet: FleetFeed;
  /** Takes the server's upgrades (`/app/{key}`, `/ws/*`) and starts publishing and the sweeps. */
  attach(server: Server, backend: Backend): void;
  close(): Promise<void>;
}
