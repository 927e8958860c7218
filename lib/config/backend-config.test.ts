import { describe, expect, test } from 'vitest';
import { ConfigError, loadBackendConfig } from './backend-config.ts';

const STRONG = 'x'.repeat(40);
const APP = { REVERB_APP_ID: '1', REVERB_APP_KEY: 'key', REVERB_APP_SECRET: STRONG };

describe('backend configuration', () => {
  test('an empty environment with generated secrets is the embedded default on loopback', () => {
    expect(loadBackendConfig({}, APP)).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      databaseUrl: null,
      dataDir: './data',
      publicUrl: 'http://localhost:3000',
      broadcastDriver: 'embedded',
    });
  });

  test('the Laravel alias BROADCAST_CONNECTION chooses the driver too', () => {
    expect(loadBackendConfig({ ...APP, BROADCAST_CONNECTION: 'reverb' }).broadcastDriver).toBe('reverb');
  });

  test.each([
    [{ BACKEND_PORT: '80800' }, /^BACKEND_PORT must be a port number from 0 to 65535\./],
    [{ BACKEND_PORT: 'http' }, /^BACKEND_PORT must be a port number/],
    [{ DATABASE_URL: 'mysql://x' }, /^DATABASE_URL must be like postgres:/],
    [{ NEXTAUTH_URL: 'dispatch.example.com' }, /^NEXTAUTH_URL must be a URL/],
    [{ BROADCAST_DRIVER: 'redis' }, /^BROADCAST_DRIVER must be one of embedded, reverb, pusher/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be one of/],
    [{ DEMO_PASSWORD: 'short' }, /^DEMO_PASSWORD must have at least 8/],
  ])('%o stops the start with a sentence that names the variable', (env, sentence) => {
    expect(() => loadBackendConfig({ ...APP, ...env })).toThrow(ConfigError);
    expect(() => loadBackendConfig({ ...APP, ...env })).toThrow(sentence);
  });

  describe('with a NEXTAUTH_URL that others can reach', () => {
    const NEXTAUTH_URL = 'https://dispatch.example.com';

    test('a generated secret is not enough', () => {
      expect(() => loadBackendConfig({ NEXTAUTH_URL }, APP)).toThrow(/^REVERB_APP_SECRET is missing/);
    });
    test('a short secret is refused', () => {
      const env = { ...APP, NEXTAUTH_URL, REVERB_APP_SECRET: 'x'.repeat(31) };
      expect(() => loadBackendConfig(env)).toThrow(/^REVERB_APP_SECRET is shorter than 32 bytes/);
    });
    test('a well-known secret is refused', () => {
      const env = { ...APP, NEXTAUTH_URL, NEXTAUTH_SECRET: `changeme${STRONG}` };
      expect(() => loadBackendConfig(env)).toThrow(/^NEXTAUTH_SECRET is a default/);
    });
    test('a strong one starts', () => {
      expect(loadBackendConfig({ ...APP, NEXTAUTH_URL }).publicUrl).toBe(NEXTAUTH_URL);
    });
  });
});
