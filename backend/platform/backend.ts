import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type * as schema from '#backend/db/schema.ts';
import type { LocationWriter } from '#backend/commands/location-writer.ts';
import type { EventPublisher } from '#backend/realtime/event-publisher.ts';
import type { FleetFeed } from '#backend/realtime/fleet-feed.ts';
import type { Webhooks } from '#backend/realtime/webhooks.ts';
import type { Broadcaster } from '#backend/realtime/broadcaster.ts';
import type { Hub } from '#backend/realtime/hub.ts';
import type { BackendConfig } from '#lib/config/backend-config.ts';
import type { Role } from '#lib/domain/vocabulary.ts';
import type { Clock } from './clock.ts';
import type { Devices } from './devices.ts';
import type { Metrics } from './metrics.ts';
import type { Sessions } from './sessions.ts';

export type Database = NodePgDatabase<typeof schema>;
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
/** Either: repositories that only read take this. */
export type Queryable = Database | Transaction;

/** Everything a command or a route may use; built once in main, by hand in tests. */
export interface Backend {
  readonly config: BackendConfig;
  readonly pool: Pool;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly hub: Hub;
  readonly broadcaster: Broadcaster;
  readonly publisher: EventPublisher;
  readonly fleet: Pick<FleetFeed, 'health'>;
  readonly webhooks: Pick<Webhooks, 'health'>;
  readonly metrics: Metrics;
  readonly sessions: Sessions;
  readonly devices: Devices;
  readonly locations: LocationWriter;
}

/** Who does something: a signed-in user, or the clock itself. */
export interface Actor {
  readonly userId: number | null;
  readonly name: string;
  readonly role: Role | 'system' | 'link';
  readonly driverId: number | null;
}

export const SYSTEM: Actor = { userId: null, name: 'System', role: 'system', driverId: null };
