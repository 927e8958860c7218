import { run } from './children.mjs';
import { say, seconds } from './say.mjs';

const node = (...args) => [process.execPath, args];
const bin = (path, ...args) => node(`node_modules/${path}`, ...args);

/** Everything that judges the source without running it. */
const CHECKS = [
  ['format (prettier)', bin('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')],
  ['lint (oxlint)', bin('oxlint/bin/oxlint', '--type-aware', '--deny-warnings')],
  ['types (tsc)', bin('typescript/bin/tsc', '--noEmit', '-p', '.')],
  [
    'arrows (dependency-cruiser)',
    bin(
      'dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      ...['app', 'components', 'lib', 'backend', 'tools'],
    ),
  ],
  ['dead code (knip)', bin('knip/bin/knip.js', '--no-progress')],
];

/** Runs them two at a time and gives the names of those that failed, after showing why. */
export async function staticChecks() {
  // The route types that tsc reads are written by Next, and a fresh clone has none yet.
  await run(process.execPath, ['node_modules/next/dist/bin/next', 'typegen'], {
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  });
  const waiting = [...CHECKS];
  const failed = [];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, [executable, args]] = next;
      const began = Date.now();
      const { code, output } = await run(executable, args);
      if (code === 0) {
        say(`✓ ${name} (${seconds(Date.now() - began)})`);
      } else {
        failed.push(name);
        say(`✗ ${name} (${seconds(Date.now() - began)})\n${output}`);
      }
    }
  };
  await Promise.all([worker(), worker()]);
  return failed;
}
