import { runOrStop } from './children.mjs';
import { fingerprint, isStamped, stamp } from './fingerprint.mjs';
import { step } from './say.mjs';

const STAMP = 'node_modules/.callout-install';

/** Installs the packages of the lock file when they are missing or the lock has changed since. */
export async function ensureInstalled() {
  const inputs = await fingerprint(['package-lock.json']);
  if (await isStamped(STAMP, inputs)) return;
  await step('installing packages (npm ci)', () =>
    runOrStop('npm ci', 'npm', ['ci', '--no-audit', '--no-fund'], {
      env: { ...process.env, NODE_ENV: 'development' },
    }),
  );
  await stamp(STAMP, inputs);
}
