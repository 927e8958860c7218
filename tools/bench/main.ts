import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { fanOut, fanOutWeb } from './fan-out.ts';
import { fixToFrameInBrowser } from './fix-to-frame-in-browser.ts';
import { idle } from './idle.ts';
import { locationWrites } from './location-writes.ts';
import { map } from './map/map.ts';
import { slowReaders } from './slow-readers.ts';
import { soak } from './soak.ts';
import { storm } from './storm.ts';
import type { BenchOptions, BenchResult } from './verdict.ts';

/**
 * `npm run bench -- NAME … [--short] [--minutes N]`: one question each, `all` for every one; prints its table and a verdict
 * per target, writes JSON, and ends with 1 when a target was missed (never with --short, which is a look).
 */
const RESULTS = '.cache/bench';

interface Benchmark {
  readonly run: (options: BenchOptions) => Promise<BenchResult>;
  /** Whether it needs the built pages. */
  readonly pages: boolean;
}

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  'fan-out': { run: fanOut, pages: false },
  'fan-out-web': { run: fanOutWeb, pages: true },
  idle: { run: idle, pages: false },
  'slow-readers': { run: slowReaders, pages: false },
  storm: { run: storm, pages: false },
  'location-writes': { run: locationWrites, pages: false },
  'fix-to-frame': { run: fixToFrameInBrowser, pages: true },
  soak: { run: soak, pages: false },
  map: { run: map, pages: false },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { short: { type: 'boolean', default: false }, minutes: { type: 'string' } },
});
const known = Object.keys(BENCHMARKS).join(', ');
if (positionals.length === 0) {
  process.stdout.write(`npm run bench -- NAME …, or all: ${known}\n`);
  process.exit(0);
}
const names = positionals.includes('all') ? Object.keys(BENCHMARKS) : positionals;
const unknown = names.filter((name) => !(name in BENCHMARKS));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}; there is ${known}.
`,
  );
  process.exit(1);
}
const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
if (minutes !== undefined && !(minutes > 0)) {
  process.stderr.write('--minutes takes a number above 0.\n');
  process.exit(1);
}
if (names.some((name) => BENCHMARKS[name]?.pages))
  execFileSync(process.execPath, ['tools/run/build.mjs'], { stdio: 'inherit' });

const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
await mkdir(RESULTS, { recursive: true });
let missed = 0;
for (const name of names) {
  // Whoever else uses the machine is part of the result.
  const load = loadavg()[0] ?? 0;
  const result = await BENCHMARKS[name]?.run({ short: values.short, minutes });
  if (result === undefined) continue;
  process.stdout.write(
    `\n${name}: ${result.question}\nMachine: ${machine}, load before ${load.toFixed(1)}\n`,
  );
  console.table(result.table);
  for (const { met, target, measured } of result.verdicts) {
    process.stdout.write(`${met ? 'met   ' : 'MISSED'} ${target}: ${measured}\n`);
    if (!met) missed += 1;
  }
  const report = { name, machine, load, short: values.short, at: new Date().toISOString(), ...result };
  await writeFile(`${RESULTS}/${name}.json`, `${JSON.stringify(report, null, 2)}\n`);
}
process.exit(missed > 0 && !values.short ? 1 : 0);
