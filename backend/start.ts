import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Logger } from 'pino';
import { createApp } from '#backend/api/app.ts';
import { seedDemo } from '#backend/commands/demo-accounts.ts';
import { startExpiryTimer } from '#backend/commands/expiry-timer.ts';
import { createLocationWriter } from '#backend/commands/location-writer.ts';
import { openDatabase } from '#backend/db/open-database.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { systemClock, type Clock } from '#backend/platform/clock.ts';
import { prepareDataFolder } from '#backend/platform/data-folder.ts';
import { lockDataFolder } from '#backend/platform/data-lock.ts';
import { createDevices } from '#backend/platform/devices.ts';
import { createLog } from '#backend/platform/log.ts';
import { createMetrics } from '#backend/platform/metrics.ts';
import { createSessions } from '#backend/platform/sessions.ts';
import { StartError } from '#backend/platform/start-error.ts';
import { createRealtime } from '#backend/realtime/realtime.ts';
import type { BackendConfig } from '#lib/config/backend-config.ts';

export interface RunningBackend {
  readonly backend: Backend;
  readonly url: string;
  readonly port: number;
  /** Stops taking work, finishes what is under way, lets the database go. Idempotent. */
  close(): Promise<void>;
}

export interface StartOptions {
  readonly clock?: Clock;
  readonly log?: Logger;
  /** Makes the demo accounts and writes them to the data folder. */
  readonly demo?: boolean;
}

/** Connections that are idle or never send a request are not kept for ever. */
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than what proxies in front keep, so that they, not we, end a reused connection. */
const KEEP_ALIVE_MS = 75_000;
/** A fleet that comes back at the same moment knocks more often than Node's 511 waiting connections. */
const BACKLOG = 4_096;

/**
 * Puts the backend together and listens on `config.host:config.port` (0: a free port).
 * @throws StartError with a sentence for the person who started it
 */
export async function startBackend(
  config: BackendConfig,
  { clock = systemClock, log = createLog(config.logLevel), demo = false }: StartOptions = {},
): Promise<RunningBackend> {
  /** Undone in reverse order, at the end or when a later step fails. */
  const open: (() => Promise<void> | void)[] = [];
  const undo = async () => {
    for (const close of open.splice(0).reverse()) await close();
  };
  try {
    if (config.databaseUrl === null) {
      const lock = lockDataFolder(prepareDataFolder(config.dataDir));
      open.push(() => lock.release());
    }
    const { pool, db, close: closeDatabase } = await openDatabase(config, log);
    open.push(closeDatabase);
    const metrics = createMetrics(pool);
    open.push(() => metrics.registry.clear());
    const realtime = createRealtime({ config, pool, db, clock, log });
    open.push(() => realtime.close());
    const locations = createLocationWriter({ pool, clock, log, metrics, fleet: realtime.fleet });
    open.push(() => locations.close());
    const { hub, broadcaster, publisher, fleet, webhooks } = realtime;
    const sessions = createSessions(db, clock);
    const devices = createDevices({ pool, db, clock, log });
    open.push(() => devices.close());
    const backend: Backend = {
      ...{ config, pool, db, clock, log, metrics },
      ...{ hub, broadcaster, publisher, fleet, webhooks, sessions, devices, locations },
    };
    if (demo) await seedDemo(backend);

    const server = createServer(
      {
        headersTimeout: HEADERS_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        keepAliveTimeout: KEEP_ALIVE_MS,
      },
      getRequestListener(createApp(backend).fetch),
    );
    realtime.attach(server, backend);
    const expiry = startExpiryTimer(backend);
    open.push(() => expiry.close());
    const port = await listen(server, config);
    open.push(async () => {
      await Promise.all([realtime.hangUp(), closeServer(server)]);
    });
    let closed: Promise<void> | undefined;
    return {
      backend,
      port,
      url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
      close: () => (closed ??= undo()),
    };
  } catch (error) {
    await undo();
    throw error;
  }
}

function listen(server: Server, { host, port }: BackendConfig): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port)));
    server.listen({ port, host, backlog: BACKLOG }, () => {
      const address = server.address();
      resolve(isPortAddress(address) ? address.port : port);
    });
  });
}

const isPortAddress = (address: ReturnType<Server['address']>): address is AddressInfo =>
  typeof address === 'object' && address !== null;

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} is in use by another program. Stop that one, or set BACKEND_PORT to a free port.`,
        { cause: error },
      );
    case 'EACCES':
      return new StartError(`This user may not listen on port ${port}. Set BACKEND_PORT to one above 1023.`, {
        cause: error,
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(`This machine has no address ${host}. Correct BACKEND_HOST or leave it out.`, {
        cause: error,
      });
    default:
      return error;
  }
}

/** Upgraded sockets belong to realtime, which closes them; the rest may finish for a moment. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const grace = setTimeout(() => server.closeAllConnections(), 2_000);
    server.close(() => {
      clearTimeout(grace);
      resolve();
    });
    server.closeIdleConnections();
  });
}
