import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort, spawnBackend, startBackendProcess } from '#tests/support/backend-process.ts';
import { copyTemplate } from '#tests/support/pglite-template.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'callout-start-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** Starts it and waits for its end. */
async function refusal(env: Readonly<Record<string, string>>) {
  const started = spawnBackend({ DATA_DIR: dataDir, BACKEND_PORT: '0', LOG_LEVEL: 'silent', ...env });
  return { code: await started.exited, output: started.output().trim() };
}

test('an unusable variable ends the start with one sentence', async () => {
  const { code, output } = await refusal({ BACKEND_PORT: '99999' });
  expect(code).toBe(1);
  expect(output).toBe('BACKEND_PORT must be a port number from 0 to 65535. Correct it or leave it out.');
});

test('a data folder that cannot be written ends the start with one sentence', async () => {
  const file = path.join(dataDir, 'file');
  await writeFile(file, '');
  const { code, output } = await refusal({ DATA_DIR: path.join(file, 'data') });
  expect(code).toBe(1);
  expect(output).toMatch(/^DATA_DIR \(.*\) cannot be written.*\.$/);
});

test('a port in use ends the start with a sentence that names port and variable', async () => {
  await copyTemplate(dataDir);
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? String(address.port) : '';
  const { code, output } = await refusal({ BACKEND_PORT: port });
  other.close();
  expect(code).toBe(1);
  expect(output).toBe(
    `Port ${port} is in use by another program. Stop that one, or set BACKEND_PORT to a free port.`,
  );
});

test('a second process on the same data folder is refused; the first prints its setup link and leaves cleanly', async () => {
  await copyTemplate(dataDir);
  const env = { DATA_DIR: dataDir, BACKEND_PORT: String(await freePort()), LOG_LEVEL: 'info' };
  const first = await startBackendProcess(env);
  try {
    const { code, output } = await refusal({});
    expect([code, output]).toEqual([1, expect.stringContaining(`is in use by process ${first.pid}`)]);
    expect(first.output()).toMatch(/http:\/\/localhost:3000\/setup\/[\w-]{43}\n/);
    expect((await stat(path.join(dataDir, 'secrets.json'))).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(path.join(dataDir, 'secrets.json'), 'utf8'))).toHaveProperty(
      'REVERB_APP_KEY',
    );
  } finally {
    expect(await first.kill('SIGTERM')).toBe(0);
  }
}, 60_000);
