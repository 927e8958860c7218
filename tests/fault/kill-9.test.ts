import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Driver } from '#lib/protocol/driver.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import type { LoginResponse } from '#lib/protocol/user.ts';
import { freePort, startBackendProcess, type BackendProcess } from '#tests/support/backend-process.ts';
import { copyTemplate } from '#tests/support/pglite-template.ts';

let dataDir: string;
let running: BackendProcess | undefined;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'callout-kill-'));
  await copyTemplate(dataDir);
});
afterEach(async () => {
  await running?.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

const PASSWORD = 'correct horse battery';

test('what was acknowledged before kill -9 is there after a new start, which takes the stale lock over', async () => {
  const env = {
    ...{ BACKEND_PORT: String(await freePort()), DATA_DIR: dataDir },
    ...{ DEMO_PASSWORD: PASSWORD, LOG_LEVEL: 'warn' },
  };
  running = await startBackendProcess(env, '--demo');
  const call = async <T>(
    target: string,
    token?: string,
    body?: unknown,
  ): Promise<{ status: number; body: T }> => {
    const answer = await fetch(`${running?.url}${target}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as T };
  };
  const login = async (name: string) => {
    const credentials = { email: `${name}@example.test`, password: PASSWORD };
    const answer = await call<LoginResponse>('/api/login', undefined, credentials);
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const [desk, driver] = [await login('dispatcher'), await login('driver1')];
  const driverId = driver.user.driver_id;
  expect((await call('/api/driver/duty', driver.token, { duty: 'on' })).status).toBe(200);

  // Acknowledged one after the other until the axe falls; what was under way then may or may not be there.
  const from = Date.now();
  const acknowledged: { fixes: number[]; tickets: number[] } = { fixes: [], tickets: [] };
  const report = async () => {
    for (let i = 0; ; i++) {
      const recordedAtMs = from - 60_000 + i * 10;
      const fix = { latitude: 57.7, longitude: 11.97, recorded_at: new Date(recordedAtMs).toISOString() };
      const { status } = await call('/api/driver/location', driver.token, fix);
      if (status === 202) acknowledged.fixes.push(recordedAtMs);
    }
  };
  let enough = () => {};
  const isEnough = new Promise<void>((resolve) => (enough = resolve));
  const open = async () => {
    for (;;) {
      const ticket = {
        service_type: 'tow',
        location: { latitude: 57.7, longitude: 11.97 },
        customer: { name: 'Kim' },
      };
      const { status, body } = await call<{ data: Ticket }>('/api/tickets', desk.token, ticket);
      if (status === 201) acknowledged.tickets.push(body.data.id);
      if (acknowledged.tickets.length >= 20 && acknowledged.fixes.length >= 50) enough();
    }
  };
  const writers = Promise.allSettled([report(), report(), open()]);
  await isEnough;
  await running.kill('SIGKILL');
  await writers;
  const { pid } = JSON.parse(await readFile(path.join(dataDir, 'backend.lock'), 'utf8')) as { pid: number };
  expect(pid).toBe(running.pid);

  running = await startBackendProcess(env, '--demo');
  const from24h = new Date(from - 3_600_000).toISOString();
  const positions = await call<{ data: { recorded_at: string }[] }>(
    `/api/drivers/${driverId}/positions?from=${from24h}`,
    desk.token,
  );
  const stored = new Set(positions.body.data.map((point) => Date.parse(point.recorded_at)));
  expect(acknowledged.fixes.filter((recordedAtMs) => !stored.has(recordedAtMs))).toEqual([]);
  for (const id of acknowledged.tickets) {
    expect((await call(`/api/tickets/${id}`, desk.token)).status).toBe(200);
  }
  const { data } = (await call<{ data: Driver }>(`/api/drivers/${driverId}`, desk.token)).body;
  expect(Date.parse(data.position?.recorded_at ?? '')).toBe(Math.max(...stored));
  expect((await stat(path.join(dataDir, 'demo-accounts.json'))).mode & 0o777).toBe(0o600);

  expect(await running.kill('SIGTERM')).toBe(0);
  await expect(stat(path.join(dataDir, 'backend.lock'))).rejects.toThrow('ENOENT');
}, 120_000);
