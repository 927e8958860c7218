import { existsSync } from 'node:fs';
import { command } from './command.mjs';
import { runOrStop } from './children.mjs';
import { ensureInstalled } from './install.mjs';
import { waitUntilReady } from './ready.mjs';
import { say, step } from './say.mjs';
import { planServers, readDemoAccounts, showBlock, startServer, untilStopped } from './servers.mjs';

/** `npm run dev`: pages and backend in watch mode, with the demo's accounts and no simulation. */
await command(async () => {
  const plan = await planServers({ https: false, commandName: 'run dev' });
  await ensureInstalled();
  if (!existsSync('public/basemap/.stamp')) {
    await step('drawing the base map from the street network', () =>
      runOrStop('The base map', process.execPath, ['--import', 'tsx', 'tools/basemap/prepare.ts']),
    );
  }
  const env = { ...plan.env, NODE_ENV: 'development' };
  if (plan.embedded) {
    const backend = startServer(
      'backend',
      ['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'backend/main.ts', '--demo'],
      env,
    );
    await waitUntilReady('backend', `${plan.backendUrl}/readyz`, backend);
  }
  const web = startServer(
    'web server',
    ['node_modules/next/dist/bin/next', 'dev', '--port', String(plan.webPort)],
    env,
  );
  await waitUntilReady('web server', `${plan.webUrl}/login`, web, 120_000);
  const lines = [`Callout is at ${plan.url}, reloading on every change`];
  if (plan.embedded) {
    const { accounts, password } = await readDemoAccounts(plan.dataDir);
    lines.push(
      ...accounts.map(({ email, role }) => `${role.padEnd(12)}${email}`),
      `${'password'.padEnd(12)}${password}`,
    );
    lines.push('', `A fleet: npm run simulate -- --url ${plan.backendUrl} --drivers 20 --rate 1`);
  }
  showBlock(lines);
  say('Ctrl-C stops everything.');
  await untilStopped();
});
