import { ensureBuilt } from './build-once.mjs';
import { command } from './command.mjs';
import { ensureInstalled } from './install.mjs';
import { elapsedMs, say, seconds, Sentence } from './say.mjs';
import {
  planServers,
  readDemoAccounts,
  showBlock,
  startServer,
  startServers,
  untilStopped,
} from './servers.mjs';

/** Enough traffic to fill the map, little enough to leave a two-core laptop to the page. */
const DRIVERS = process.env.DEMO_DRIVERS || '40';
const TICKETS_PER_MINUTE = process.env.DEMO_TICKETS_PER_MINUTE || '3';

/** `npm run demo`: everything on the embedded database, with a simulated city fleet. */
await command(async (args) => {
  const unknown = args.filter((arg) => arg !== '--https');
  if (unknown.length > 0) throw new Sentence(`The demo knows only --https, not ${unknown.join(' ')}.`);
  const plan = await planServers({ https: args.includes('--https'), commandName: 'run demo' });
  if (!plan.embedded) {
    throw new Sentence(
      'The demo runs on its own backend, and BACKEND_URL names another. Leave BACKEND_URL out, or use "npm start" ' +
        'with it and "npm run simulate -- --url …" beside it.',
    );
  }
  await ensureInstalled();
  await ensureBuilt();
  say('→ starting the backend and the web server …');
  const startedIn = await startServers(plan, { demo: true });
  startServer(
    'simulated fleet',
    [
      ...['--import', 'tsx', 'tools/simulator/main.ts'],
      ...['--url', plan.backendUrl, '--drivers', DRIVERS, '--rate', '1'],
      ...['--tickets-per-minute', TICKETS_PER_MINUTE],
    ],
    plan.env,
  );
  const { accounts, password } = await readDemoAccounts(plan.dataDir);
  showBlock([
    `Callout is at ${plan.url}`,
    ...plan.addresses.slice(1).map((address) => `           also https://${address}:${plan.port}`),
    ...(plan.https ? ['The certificate signs itself: each browser asks once whether to trust it.'] : []),
    '',
    ...accounts.map(({ email, role }) => `${role.padEnd(12)}${email}`),
    `${'password'.padEnd(12)}${password}`,
    '',
    `Servers ready in ${seconds(startedIn)}, ${seconds(elapsedMs())} after the command. Ctrl-C stops everything.`,
  ]);
  await untilStopped();
});
