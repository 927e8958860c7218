import { describe, expect, test } from 'vitest';
import { ConfigError } from './backend-config.ts';
import { loadWebConfig } from './web-config.ts';

const GENERATED = { NEXTAUTH_SECRET: 'n'.repeat(44), REVERB_APP_KEY: 'generated-key' };
const STRONG = 'k'.repeat(40);
const load = (env: Record<string, string>) => loadWebConfig(env, GENERATED);

describe('without any variable', () => {
  test('the web finds the embedded backend on this machine', () => {
    expect(load({})).toMatchObject({
      backendUrl: 'http://127.0.0.1:8080',
      brokerUrl: 'http://127.0.0.1:8080',
      publicUrl: 'http://localhost:3000',
      sessionSecret: GENERATED.NEXTAUTH_SECRET,
      appKey: 'generated-key',
      realtimePublic: null,
      tileUrl: null,
      mapCenter: { latitude: 57.7072, longitude: 11.9668, zoom: 13 },
      connectivity: { staleAfterMs: 60_000, lostAfterMs: 600_000 },
    });
  });

  test('a blank variable is an absent one', () => {
    expect(load({ BACKEND_URL: ' ', NEXTAUTH_SECRET: '', MAP_CENTER: '' })).toEqual(load({}));
  });
});

test('when a position is stale and when it is lost are set apart from each other', () => {
  expect(load({ MAP_STALE_AFTER_S: '20', MAP_LOST_AFTER_S: '45' }).connectivity).toEqual({
    staleAfterMs: 20_000,
    lostAfterMs: 45_000,
  });
  expect(load({ MAP_LOST_AFTER_S: '61' }).connectivity).toEqual({
    staleAfterMs: 60_000,
    lostAfterMs: 61_000,
  });
});

describe('the broker', () => {
  test('Reverb has its own address, browsers reach it through the page’s origin', () => {
    const config = load({
      BROADCAST_CONNECTION: 'reverb',
      REVERB_APP_KEY: 'abc',
      REVERB_HOST: 'reverb.internal',
      REVERB_PORT: '9000',
    });
    expect(config).toMatchObject({
      brokerUrl: 'http://reverb.internal:9000',
      appKey: 'abc',
      realtimePublic: null,
    });
  });

  test('browsers connect to a public host where there is one', () => {
    const config = load({ REVERB_PUBLIC_HOST: 'ws.example.com' });
    expect(config.realtimePublic).toEqual({ host: 'ws.example.com', port: 443, scheme: 'https' });
  });

  test('Pusher is reached in its cluster', () => {
    const config = load({ BROADCAST_DRIVER: 'pusher', PUSHER_APP_KEY: 'p', PUSHER_CLUSTER: 'eu' });
    expect(config.realtimePublic).toEqual({ host: 'ws-eu.pusher.com', port: 443, scheme: 'https' });
  });
});

describe('an unusable value stops the start with a sentence that names the variable', () => {
  test.each([
    [{ PORT: 'http' }, /^PORT must be a port number/],
    [{ BACKEND_URL: 'backend:8080' }, /^BACKEND_URL must be a URL like/],
    [{ NEXTAUTH_URL: 'dispatch.example.com' }, /^NEXTAUTH_URL must be a URL like/],
    [{ BROADCAST_DRIVER: 'ably' }, /^BROADCAST_DRIVER must be one of embedded, reverb, pusher/],
    [{ REVERB_PUBLIC_HOST: 'https://ws.example.com' }, /^REVERB_PUBLIC_HOST must be a host name/],
    [{ TILE_URL: 'https://tile.example.com/' }, /^TILE_URL must be a tile address/],
    [{ MAP_CENTER: 'Gothenburg' }, /^MAP_CENTER must be latitude,longitude/],
    [{ MAP_CENTER: '95,11' }, /^MAP_CENTER must be latitude,longitude/],
    [{ MAP_STALE_AFTER_S: '9' }, /^MAP_STALE_AFTER_S must be a whole number of seconds from 10/],
    [{ MAP_LOST_AFTER_S: 'soon' }, /^MAP_LOST_AFTER_S must be a whole number of seconds/],
    [{ MAP_LOST_AFTER_S: '60' }, /^MAP_LOST_AFTER_S must be more than MAP_STALE_AFTER_S, which is 60/],
    [{ MAP_STALE_AFTER_S: '600' }, /^MAP_LOST_AFTER_S must be more than MAP_STALE_AFTER_S/],
    [{ BROADCAST_DRIVER: 'reverb' }, /^REVERB_APP_KEY is missing/],
    [{ BROADCAST_DRIVER: 'pusher' }, /^PUSHER_APP_KEY is missing/],
    [{ BACKEND_URL: 'https://api.example.com' }, /^REVERB_APP_KEY is missing/],
    [{ NEXTAUTH_URL: 'https://dispatch.example.com' }, /^NEXTAUTH_SECRET is missing.*openssl/],
    [
      { NEXTAUTH_URL: 'https://dispatch.example.com', NEXTAUTH_SECRET: 'short' },
      /^NEXTAUTH_SECRET is shorter/,
    ],
    [
      { NEXTAUTH_URL: 'https://dispatch.example.com', NEXTAUTH_SECRET: `changeme${STRONG}` },
      /^NEXTAUTH_SECRET is a default/,
    ],
  ])('%o', (env, sentence) => {
    const attempt = () => load(Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value])));
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(sentence);
  });

  test('an address beyond loopback starts with a strong secret', () => {
    const config = load({ NEXTAUTH_URL: 'https://dispatch.example.com/', NEXTAUTH_SECRET: STRONG });
    expect(config).toMatchObject({ publicUrl: 'https://dispatch.example.com', sessionSecret: STRONG });
  });
});
