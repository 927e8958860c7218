import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { launchBrowser } from '#tools/stack/browser.ts';
import { startStack } from '#tools/stack/stack.ts';
import { measureFixToFrame, watchFrames } from './fix-to-frame.ts';

/** `npm run bench -- NAME`: one question each, against a production build; prints a table, writes JSON. */

const RESULTS = '.cache/bench';
const BENCHMARKS: Readonly<Record<string, () => Promise<unknown>>> = { 'fix-to-frame': fixToFrame };

async function fixToFrame(): Promise<unknown> {
  const stack = await startStack();
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await watchFrames(page);
    await stack.signIn(page, 'dispatcher');
    await page.goto(`${stack.url}/dispatch`);
    await page.getByRole('status', { name: 'Connection' }).filter({ hasText: 'Live' }).waitFor();
    const result = await measureFixToFrame({ stack, page, drivers: 200, seconds: 30 });
    console.table([
      {
        drivers: result.drivers,
        'fixes sent': result.sent,
        'p50 ms': Math.round(result.ms.p50),
        'p95 ms': Math.round(result.ms.p95),
        'max ms': Math.round(result.ms.max),
        unseen: result.unseen,
      },
    ]);
    return result;
  } finally {
    await browser.close();
    await stack.close();
  }
}

const asked = process.argv.slice(2);
const names = asked.length > 0 ? asked : Object.keys(BENCHMARKS);
const unknown = names.filter((name) => !(name in BENCHMARKS));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}; there is ${Object.keys(BENCHMARKS).join(', ')}.\n`,
  );
  process.exit(1);
}
execFileSync(process.execPath, ['tools/run/build.mjs'], { stdio: 'inherit' });
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
process.stdout.write(`Machine: ${machine}\n`);
await mkdir(RESULTS, { recursive: true });
for (const name of names) {
  process.stdout.write(`\n${name}\n`);
  const result = await BENCHMARKS[name]?.();
  await writeFile(
    `${RESULTS}/${name}.json`,
    `${JSON.stringify({ name, machine, at: new Date().toISOString(), result }, null, 2)}\n`,
  );
}
process.exit();
