import { existsSync } from 'node:fs';
import { alone } from './alone.mjs';
import { runOrStop } from './children.mjs';
import { fingerprint, isStamped, stamp } from './fingerprint.mjs';
import { step } from './say.mjs';

const BASEMAP_STAMP = 'public/basemap/.stamp';
const BUILD_STAMP = '.next/callout-build';
const BUILD_LOCK = '.cache/build.lock';

/** Draws the base map and builds the pages, each only when its inputs have changed; one process at a time. */
export const ensureBuilt = () => alone(BUILD_LOCK, buildIfChanged);

async function buildIfChanged() {
  const mapInputs = await fingerprint(['tools/basemap', 'package-lock.json']);
  if (!(await isStamped(BASEMAP_STAMP, mapInputs))) {
    await step('drawing the base map from the street network', () =>
      runOrStop('The base map', process.execPath, ['--import', 'tsx', 'tools/basemap/prepare.ts']),
    );
    await stamp(BASEMAP_STAMP, mapInputs);
  }
  const inputs = await fingerprint(
    [
      'app',
      'components',
      'lib',
      'public',
      'proxy.ts',
      'next.config.mjs',
      'postcss.config.mjs',
      'tailwind.config.ts',
      'tsconfig.json',
      'package.json',
      'package-lock.json',
    ],
    { without: ['public/basemap', '.test.ts', '.test.tsx'] },
  );
  if (existsSync('.next/BUILD_ID') && (await isStamped(BUILD_STAMP, inputs))) return;
  await step('building the pages (next build)', () =>
    runOrStop('next build', process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    }),
  );
  await stamp(BUILD_STAMP, inputs);
}
