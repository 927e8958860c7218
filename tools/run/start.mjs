import { ensureBuilt } from './build-once.mjs';
import { command } from './command.mjs';
import { ensureInstalled } from './install.mjs';
import { elapsedMs, say, seconds, Sentence } from './say.mjs';
import { planServers, showBlock, startServers, untilStopped } from './servers.mjs';

/** `npm start`: the product without simulation; the backend prints the one-time link of the first admin. */
await command(async (args) => {
  const unknown = args.filter((arg) => arg !== '--https');
  if (unknown.length > 0) throw new Sentence(`start knows only --https, not ${unknown.join(' ')}.`);
  const plan = await planServers({ https: args.includes('--https'), commandName: 'start' });
  await ensureInstalled();
  await ensureBuilt();
  say(
    plan.embedded
      ? '→ starting the backend and the web server …'
      : `→ starting the web server before ${plan.backendUrl} …`,
  );
  const startedIn = await startServers(plan, { demo: false });
  showBlock([
    `Callout is at ${plan.url}`,
    `Servers ready in ${seconds(startedIn)}, ${seconds(elapsedMs())} after the command. Ctrl-C stops everything.`,
  ]);
  await untilStopped();
});
