import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { LocationResponse, type Fix } from '#lib/protocol/fix.ts';
import { one } from '#lib/protocol/paging.ts';
import { LoginResponse } from '#lib/protocol/user.ts';
import { findCredentials, type Credentials } from '#tools/driver-client/admin-credentials.ts';
import { pause } from '#tools/driver-client/backoff.ts';
import { createFixSender } from '#tools/driver-client/fix-sender.ts';
import { createRestClient, untilAnswered } from '#tools/driver-client/rest-client.ts';
import { DEFAULT_SPEED_MPS, readGpx, type Track } from './gpx.ts';
import { createTrackMotion } from './track-motion.ts';

/** `npm run replay`: recorded tracks driven again, now, by drivers of any deployment. */

const USAGE =
  'npm run replay -- FILE.gpx … [--email DRIVER --password …] [--speed FACTOR] [--constant-speed MPS] ' +
  '[--rate HZ] [--url http://localhost:3000]';

const say = (sentence: string): void => void process.stdout.write(`replay: ${sentence}\n`);
const above0 = z.coerce.number('must be a number').positive('must be above 0');
const Options = z.object({
  url: z.url({ protocol: /^https?$/, error: 'must be an address like http://localhost:3000' }),
  speed: above0.max(100, 'must be at most 100'),
  'constant-speed': above0.max(60, 'must be at most 60 m/s'),
  rate: above0.max(20, 'must be at most 20 per second'),
  email: z.string().optional(),
  password: z.string().optional(),
});
type Options = z.infer<typeof Options>;

async function main(signal: AbortSignal): Promise<void> {
  const { files, options } = readArguments();
  const recordings = await Promise.all(
    files.map(async (file) => ({
      file,
      tracks: readGpx(await readFile(file, 'utf8'), options['constant-speed']),
    })),
  );
  const named = options.email !== undefined;
  const drivers = await Promise.all(
    named ? [driverOf(options, 0)] : files.map((_, index) => driverOf(options, index)),
  );
  // One named driver drives the files one after the other; the demo's drivers take one each, at once.
  const work = named
    ? [{ driver: drivers[0], tracks: recordings.flatMap(({ tracks }) => tracks) }]
    : recordings.map(({ tracks }, index) => ({ driver: drivers[index], tracks }));
  await Promise.all(
    work.map(async ({ driver, tracks }) => {
      if (driver !== undefined) await drive(driver, tracks, options, signal);
    }),
  );
}

function readArguments(): { files: string[]; options: Options } {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { ...text, default: `http://localhost:${process.env['PORT'] || '3000'}` },
      speed: { ...text, default: '1' },
      'constant-speed': { ...text, default: String(DEFAULT_SPEED_MPS) },
      rate: { ...text, default: '1' },
      email: text,
      password: text,
    },
  });
  if (positionals.length === 0) throw new Error(`Name at least one GPX file.\nusage: ${USAGE}`);
  const options = Options.safeParse(values);
  if (!options.success) {
    const [issue] = options.error.issues;
    throw new Error(`--${String(issue?.path[0])} ${issue?.message}.`);
  }
  return { files: positionals, options: options.data };
}

/** The named driver, else the demo's driver of that number. */
async function driverOf(options: Options, index: number): Promise<Credentials> {
  const dataDir = process.env['DATA_DIR'] || './data';
  const email = options.email ?? `driver${index + 1}@example.test`;
  const found = await findCredentials(email, options.password, 'driver', dataDir);
  if (found !== undefined) return found;
  throw new Error(`There is no password for ${email}: give --email and --password of a driver.`);
}

async function drive(
  driver: Credentials,
  tracks: readonly Track[],
  options: Options,
  signal: AbortSignal,
): Promise<void> {
  const client = createRestClient(options.url, signal);
  const login = await untilAnswered(
    () => client.post('/login', { ...driver, device_name: 'replay' }, LoginResponse),
    signal,
  );
  const api = client.withToken(login.token);
  await untilAnswered(() => api.post('/driver/duty', { duty: 'on' }, z.unknown()), signal);
  const sender = createFixSender(
    (fixes: readonly Fix[]) => api.post('/driver/location', { fixes }, one(LocationResponse)),
    signal,
  );
  for (const track of tracks) {
    const motion = createTrackMotion(track, options.speed);
    const pace = track.timed ? '' : ` at ${options['constant-speed']} m/s: the file has no times`;
    const minutes = (motion.durationMs / options.speed / 60_000).toFixed(1);
    say(
      `${driver.email} drives "${track.name || 'a track'}", ${track.points.length} points, ${minutes} min${pace}`,
    );
    const startMs = Date.now();
    for (let atMs = 0; atMs < motion.durationMs && !signal.aborted;) {
      atMs = (Date.now() - startMs) * options.speed;
      sender.push({ ...motion.at(atMs), recorded_at: new Date().toISOString() });
      await pause(1_000 / options.rate, signal);
    }
  }
  await sender.drained();
  say(`${driver.email}: ${sender.sent} fixes sent, ${sender.dropped} given up`);
}

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
try {
  await main(stop.signal);
} catch (error) {
  if (!stop.signal.aborted) {
    process.stderr.write(`replay: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
process.exit();
