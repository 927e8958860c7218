import { run } from './children.mjs';
import { command } from './command.mjs';
import { ensureInstalled } from './install.mjs';
import { elapsedMs, say, seconds } from './say.mjs';
import { staticChecks } from './static-checks.mjs';

/** `npm run check`: format, lint, types, arrows, dead code, unit tests. */
await command(async () => {
  await ensureInstalled();
  const failed = await staticChecks();
  const unit = await run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit'], {
    quiet: false,
  });
  if (unit.code !== 0) failed.push('unit tests');
  say(
    failed.length === 0 ? `All checks passed in ${seconds(elapsedMs())}.` : `Failed: ${failed.join(', ')}.`,
  );
  return failed.length === 0 ? 0 : 1;
});
