import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureBuilt } from './build-once.mjs';
import { run } from './children.mjs';
import { command } from './command.mjs';
import { ensureInstalled } from './install.mjs';
import { elapsedMs, say, seconds, step } from './say.mjs';
import { staticChecks } from './static-checks.mjs';

const REPORTS = '.cache/test';
const VITEST_REPORT = `${REPORTS}/vitest.json`;
const STORIES_REPORT = `${REPORTS}/stories.json`;

/** `npm test`: installs what it needs and runs everything; ends with one line of sums. */
await command(async () => {
  const times = [];
  const timed = async (name, work) => {
    const began = Date.now();
    try {
      return await work();
    } finally {
      times.push(`${name} ${seconds(Date.now() - began)}`);
    }
  };
  await rm(REPORTS, { recursive: true, force: true });
  await mkdir(REPORTS, { recursive: true });

  await timed('install', ensureInstalled);
  const browser = await timed('browser', ensureBrowser);
  say(`Browser: ${browser}`);
  say(
    (await hasPostgres())
      ? 'Postgres: found; the database suites run on it too'
      : 'Postgres: not installed, so the database suites run on the embedded one only (Debian: apt-get install postgresql)',
  );
  const failedSteps = await timed('checks', () => step('checks', staticChecks));
  // Before the tests: some of them start the pages, in more than one worker.
  const built = await timed('build', () => ensureBuilt().then(() => true, report));
  if (!built) failedSteps.push('build');
  const vitest = await timed('unit and contract', () =>
    step('unit and contract tests', () =>
      run(
        process.execPath,
        [
          'node_modules/vitest/vitest.mjs',
          'run',
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${VITEST_REPORT}`,
        ],
        { quiet: false },
      ),
    ),
  );
  const { unit, contract } = await vitestCounts();
  if (vitest.code !== 0 && unit.failed + contract.failed === 0) failedSteps.push('unit and contract tests');

  const stories = built ? await timed('stories', runStories) : { passed: 0, failed: 0, skipped: 0 };
  if (stories.brokeOff) failedSteps.push('stories');

  say(`\nTimes: ${times.join(', ')}; ${seconds(elapsedMs())} in all`);
  for (const [name, count] of Object.entries({ unit, contract, e2e: stories })) {
    say(
      `${name}: ${count.passed} passed, ${count.failed} failed${count.skipped ? `, ${count.skipped} skipped` : ''}`,
    );
  }
  if (failedSteps.length > 0) say(`Failed steps: ${failedSteps.join(', ')}`);
  const passed = unit.passed + contract.passed + stories.passed;
  const failed = unit.failed + contract.failed + stories.failed + failedSteps.length;
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
});

function report(error) {
  process.stderr.write(`${error.message}\n`);
  return false;
}

async function hasPostgres() {
  const versions = await readdir('/usr/lib/postgresql').catch(() => []);
  const folders = [
    ...versions.map((version) => `/usr/lib/postgresql/${version}/bin`),
    ...(process.env.PATH ?? '').split(':'),
  ];
  return folders.some((folder) => existsSync(`${folder}/initdb`));
}

async function vitestCounts() {
  const counts = { unit: none(), contract: none() };
  const text = await readFile(VITEST_REPORT, 'utf8').catch(() => undefined);
  if (text === undefined) return counts;
  for (const file of JSON.parse(text).testResults) {
    const count = relative('.', file.name).startsWith('tests/') ? counts.contract : counts.unit;
    for (const { status } of file.assertionResults) {
      if (status === 'passed' || status === 'failed') count[status] += 1;
      else count.skipped += 1;
    }
    // A file that could not even be loaded has no test in it to fail.
    if (file.status === 'failed' && file.assertionResults.length === 0) count.failed += 1;
  }
  return counts;
}

async function runStories() {
  const result = await step('browser stories', () =>
    run(process.execPath, ['node_modules/@playwright/test/cli.js', 'test'], {
      quiet: false,
      env: { ...process.env, E2E_REPORT: STORIES_REPORT },
    }),
  );
  const text = await readFile(STORIES_REPORT, 'utf8').catch(() => undefined);
  if (text === undefined) return { ...none(), brokeOff: true };
  const { stats } = JSON.parse(text);
  const count = { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
  return { ...count, brokeOff: result.code !== 0 && count.failed === 0 };
}

function none() {
  return { passed: 0, failed: 0, skipped: 0 };
}
