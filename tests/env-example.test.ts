import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BackendEnvironment, loadBackendConfig } from '#lib/config/backend-config.ts';
import { RealtimeEnvironment } from '#lib/config/realtime-environment.ts';
import { loadWebConfig, WebEnvironment } from '#lib/config/web-config.ts';

/** Read by commands, not by a server. */
const COMMANDS = ['DEMO_DRIVERS', 'DEMO_TICKETS_PER_MINUTE', 'CHROMIUM_PATH', 'E2E_WORKERS'];
const LINE = /^# ([A-Z][A-Z0-9_]*)=(\S*) # \S.{5,}$/;
const GENERATED = {
  NEXTAUTH_SECRET: 's'.repeat(40),
  REVERB_APP_ID: '1',
  REVERB_APP_KEY: 'k',
  REVERB_APP_SECRET: 'r'.repeat(40),
};

const lines = async () => {
  const text = await readFile(resolve(import.meta.dirname, '../.env.example'), 'utf8');
  return text.split('\n').slice(2).filter(Boolean);
};

describe('.env.example', () => {
  it('has one line with a sentence for each variable that the schemas read, and no other', async () => {
    const names = (await lines()).map((line) => LINE.exec(line)?.[1] ?? `not a variable's line: ${line}`);
    const schemas = [
      ...Object.keys(BackendEnvironment.shape),
      ...Object.keys(RealtimeEnvironment.shape),
      ...Object.keys(WebEnvironment.shape),
      ...COMMANDS,
    ];
    expect(names.length).toBe(new Set(names).size);
    expect(new Set(names)).toEqual(new Set(schemas));
  });

  it('holds only values that the schemas take, once uncommented', async () => {
    const env = parseEnv((await lines()).map((line) => line.slice(2)).join('\n'));
    expect(env['PORT']).toBe('3000');
    expect(env['TILE_URL']).toBe('');
    expect(() => loadBackendConfig(env, GENERATED)).not.toThrow();
    expect(() => loadWebConfig(env, GENERATED)).not.toThrow();
  });
});
