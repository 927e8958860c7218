import { z } from 'zod';
import { LoginResponse } from '#lib/protocol/user.ts';
import { findBroker } from '#tools/driver-client/broker-address.ts';
import { findCredentials } from '#tools/driver-client/admin-credentials.ts';
import {
  createRestClient,
  RestError,
  untilAnswered,
  type RestClient,
} from '#tools/driver-client/rest-client.ts';
import { ensureAccounts } from './accounts.ts';
import { runFleet } from './fleet.ts';
import { readOptions, USAGE } from './options.ts';
import { simCustomers, simDrivers } from './people.ts';
import { createRandom } from './random.ts';
import { loadRoadNetwork } from './road-network.ts';
import { openSimCredentials } from './sim-credentials.ts';
import { createWorld } from './world.ts';

/** `npm run simulate`: a city fleet against any deployment, over its public API only. */

const say = (sentence: string): void => void process.stdout.write(`simulator: ${sentence}\n`);

async function main(signal: AbortSignal): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  // First, because it takes longest and needs nobody: the server may be starting meanwhile.
  const network = loadRoadNetwork();
  const client = createRestClient(options.url, signal);
  await untilThere(client, signal);
  const dataDir = process.env['DATA_DIR'] || './data';
  const admin = await findCredentials(options.email, options.password, 'admin', dataDir);
  if (admin === undefined) {
    throw new Error(
      'An administrator is needed to make the simulated accounts: give --email and --password.',
    );
  }
  const login = await untilAnswered(
    () => client.post('/login', { ...admin, device_name: 'simulator' }, LoginResponse),
    signal,
  );
  const random = createRandom(options.seed);
  const people = {
    drivers: simDrivers(options.drivers, random.fork('people')),
    customers: simCustomers(options.customers, random.fork('people')),
  };
  const credentials = await openSimCredentials(dataDir, options.url);
  const accounts = await ensureAccounts(client.withToken(login.token), people, credentials, signal, say);
  const world = createWorld({
    network,
    random: random.fork('world'),
    startMs: Date.now(),
    drivers: options.drivers,
    customers: accounts.customers.length,
    ticketsPerMinute: options['tickets-per-minute'],
    lastSeen: (index) => accounts.drivers[index]?.lastSeen,
  });
  const broker = await findBroker(options.url, options.key, process.env);
  await runFleet({ world, accounts, broker, random, intervalMs: 1_000 / options.rate, signal, say });
}

/** Resolves when the API answers anything, a refusal too. */
async function untilThere(client: RestClient, signal: AbortSignal): Promise<void> {
  let waits = 0;
  try {
    await untilAnswered(
      () => client.get('/user', z.unknown()),
      signal,
      (error) => {
        // A server that is just starting needs no sentence.
        waits += 1;
        if (waits === 8) say(`${error.message} Waiting for it.`);
      },
    );
  } catch (error) {
    if (!(error instanceof RestError) || error.isPassing) throw error;
  }
}

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
try {
  await main(stop.signal);
} catch (error) {
  if (!stop.signal.aborted) {
    const sentence = error instanceof Error ? error.message : String(error);
    process.stderr.write(`simulator: ${sentence}\n`);
    if (!(error instanceof RestError)) process.stderr.write(`usage: ${USAGE}\n`);
    process.exitCode = 1;
  }
}
process.exit();
