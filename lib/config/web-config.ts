import { z } from 'zod';
import { LOST_AFTER_MS, STALE_AFTER_MS, type ConnectivityLimits } from '#lib/domain/connectivity.ts';
import {
  BROADCAST_DRIVERS,
  ConfigError,
  isLoopbackUrl,
  requireStrongSecret,
  type BroadcastDriver,
  type Environment,
  type GeneratedSecrets,
} from './backend-config.ts';
import type { MapCenter } from './public-settings.ts';

/** Where and how the web process reaches everything else. */
export interface WebConfig {
  /** The backend's origin, without a trailing slash. */
  readonly backendUrl: string;
  /** Where `/app/*` and `/apps/*` are passed on to. */
  readonly brokerUrl: string;
  /** The page's origin as people reach it. */
  readonly publicUrl: string;
  /** Encrypts the session cookie. */
  readonly sessionSecret: string;
  readonly broadcastDriver: BroadcastDriver;
  readonly appKey: string;
  /** Where browsers connect; null: the page's own origin. */
  readonly realtimePublic: {
    readonly host: string;
    readonly port: number;
    readonly scheme: 'http' | 'https';
  } | null;
  readonly tileUrl: string | null;
  readonly tileAttribution: string | null;
  readonly mapCenter: MapCenter;
  readonly connectivity: ConnectivityLimits;
  readonly trustedProxies: readonly string[];
}

const blankIsAbsent = (value: unknown) =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsAbsent, schema.optional());

const portNumber = z.coerce
  .number('must be a port number from 1 to 65535')
  .int('must be a port number from 1 to 65535')
  .min(1, 'must be a port number from 1 to 65535')
  .max(65_535, 'must be a port number from 1 to 65535');
const origin = z
  .url({ protocol: /^https?$/, error: 'must be a URL like http://127.0.0.1:8080' })
  .transform((url) => url.replace(/\/+$/, ''));
const scheme = z.enum(['http', 'https'], 'must be http or https');
const driver = z.enum(BROADCAST_DRIVERS, `must be one of ${BROADCAST_DRIVERS.join(', ')}`);
const hostName = z.string().regex(/^[\w.:[\]-]+$/, 'must be a host name without scheme, port or path');

/** Gothenburg, the city that comes with the repository. */
const DEFAULT_CENTER: MapCenter = { latitude: 57.7072, longitude: 11.9668, zoom: 13 };

const mapCenter = z.string().transform((text, context): MapCenter => {
  const [latitude, longitude, zoom, ...rest] = text.split(',').map((part) => Number(part.trim()));
  if (
    latitude !== undefined &&
    longitude !== undefined &&
    Math.abs(latitude) <= 85 &&
    Math.abs(longitude) <= 180 &&
    (zoom === undefined || (zoom >= 2 && zoom <= 19)) &&
    rest.length === 0
  ) {
    return { latitude, longitude, zoom: zoom ?? DEFAULT_CENTER.zoom };
  }
  context.addIssue({ code: 'custom', message: 'must be latitude,longitude or latitude,longitude,zoom' });
  return z.NEVER;
});

/** A day: who shows older positions as live shows none. */
const MAX_AGE_S = 86_400;
const LEAST_STALE_S = 10;
const seconds = (least: number) => {
  const sentence = `must be a whole number of seconds from ${least} to ${MAX_AGE_S}`;
  return z.coerce.number(sentence).int(sentence).min(least, sentence).max(MAX_AGE_S, sentence);
};

const tileUrl = z
  .string()
  .refine(
    (text) => /^https?:\/\//.test(text) && ['{z}', '{x}', '{y}'].every((part) => text.includes(part)),
    'must be a tile address like https://tile.example.com/{z}/{x}/{y}.png',
  );

/** Every variable that the web process reads. */
export const WebEnvironment = z.object({
  PORT: z.preprocess(blankIsAbsent, portNumber.default(3000)),
  BACKEND_URL: optional(origin),
  BACKEND_PORT: z.preprocess(blankIsAbsent, portNumber.default(8080)),
  DATA_DIR: z.preprocess(blankIsAbsent, z.string().default('./data')),
  NEXTAUTH_URL: optional(
    z
      .url({ protocol: /^https?$/, error: 'must be a URL like https://dispatch.example.com' })
      .transform((url) => url.replace(/\/+$/, '')),
  ),
  NEXTAUTH_SECRET: optional(z.string()),
  BROADCAST_DRIVER: optional(driver),
  BROADCAST_CONNECTION: optional(driver),
  REVERB_APP_KEY: optional(z.string()),
  REVERB_HOST: optional(hostName),
  REVERB_PORT: optional(portNumber),
  REVERB_SCHEME: optional(scheme),
  REVERB_PUBLIC_HOST: optional(hostName),
  REVERB_PUBLIC_PORT: optional(portNumber),
  REVERB_PUBLIC_SCHEME: optional(scheme),
  PUSHER_APP_KEY: optional(z.string()),
  PUSHER_KEY: optional(z.string()),
  PUSHER_APP_CLUSTER: optional(z.string()),
  PUSHER_CLUSTER: optional(z.string()),
  PUSHER_HOST: optional(hostName),
  PUSHER_PORT: optional(portNumber),
  PUSHER_SCHEME: optional(scheme),
  TILE_URL: optional(tileUrl),
  TILE_ATTRIBUTION: optional(z.string().max(300, 'must be at most 300 characters')),
  MAP_CENTER: optional(mapCenter),
  MAP_STALE_AFTER_S: optional(seconds(LEAST_STALE_S)),
  MAP_LOST_AFTER_S: optional(seconds(LEAST_STALE_S)),
  TRUSTED_PROXIES: optional(z.string()),
});

/**
 * @param generated stands in for what is absent; never for NEXTAUTH_SECRET where others reach the page
 * @throws ConfigError naming the variable and what to set
 */
export function loadWebConfig(env: Environment, generated: GeneratedSecrets = {}): WebConfig {
  const parsed = WebEnvironment.safeParse(env);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError(`${String(issue?.path[0])} ${issue?.message}. Correct it or leave it out.`);
  }
  const value = parsed.data;
  const publicUrl = value.NEXTAUTH_URL ?? `http://localhost:${value.PORT}`;
  if (!isLoopbackUrl(publicUrl)) requireStrongSecret('NEXTAUTH_SECRET', value.NEXTAUTH_SECRET, publicUrl);
  const backendUrl = value.BACKEND_URL ?? `http://127.0.0.1:${value.BACKEND_PORT}`;
  return {
    backendUrl,
    publicUrl,
    sessionSecret: required('NEXTAUTH_SECRET', value.NEXTAUTH_SECRET ?? generated.NEXTAUTH_SECRET),
    ...broker(value, backendUrl, generated),
    tileUrl: value.TILE_URL ?? null,
    tileAttribution: value.TILE_ATTRIBUTION ?? null,
    mapCenter: value.MAP_CENTER ?? DEFAULT_CENTER,
    connectivity: connectivityLimits(value),
    trustedProxies: (value.TRUSTED_PROXIES ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  };
}

function connectivityLimits(value: z.infer<typeof WebEnvironment>): ConnectivityLimits {
  const staleAfterMs =
    value.MAP_STALE_AFTER_S === undefined ? STALE_AFTER_MS : value.MAP_STALE_AFTER_S * 1_000;
  const lostAfterMs = value.MAP_LOST_AFTER_S === undefined ? LOST_AFTER_MS : value.MAP_LOST_AFTER_S * 1_000;
  if (lostAfterMs <= staleAfterMs) {
    const stale = staleAfterMs / 1_000;
    throw new ConfigError(
      `MAP_LOST_AFTER_S must be more than MAP_STALE_AFTER_S, which is ${stale}. Set it higher, or the other lower.`,
    );
  }
  return { staleAfterMs, lostAfterMs };
}

type Broker = Pick<WebConfig, 'brokerUrl' | 'broadcastDriver' | 'appKey' | 'realtimePublic'>;

function broker(
  value: z.infer<typeof WebEnvironment>,
  backendUrl: string,
  generated: GeneratedSecrets,
): Broker {
  const broadcastDriver = value.BROADCAST_DRIVER ?? value.BROADCAST_CONNECTION ?? 'embedded';
  switch (broadcastDriver) {
    case 'embedded':
      return {
        broadcastDriver,
        brokerUrl: backendUrl,
        appKey: required('REVERB_APP_KEY', value.REVERB_APP_KEY ?? keyOfThisMachine(backendUrl, generated)),
        realtimePublic: reverbPublic(value),
      };
    case 'reverb': {
      const protocol = value.REVERB_SCHEME ?? 'http';
      return {
        broadcastDriver,
        brokerUrl: `${protocol}://${value.REVERB_HOST ?? '127.0.0.1'}:${value.REVERB_PORT ?? 8080}`,
        appKey: required('REVERB_APP_KEY', value.REVERB_APP_KEY),
        realtimePublic: reverbPublic(value),
      };
    }
    case 'pusher': {
      const appKey = required('PUSHER_APP_KEY', value.PUSHER_APP_KEY ?? value.PUSHER_KEY);
      if (value.PUSHER_HOST !== undefined) {
        // Another server of the same protocol: browsers reach it through this origin unless told otherwise.
        const protocol = value.PUSHER_SCHEME ?? 'https';
        const port = value.PUSHER_PORT ?? (protocol === 'https' ? 443 : 80);
        const brokerUrl = `${protocol}://${value.PUSHER_HOST}:${port}`;
        return { broadcastDriver, brokerUrl, appKey, realtimePublic: reverbPublic(value) };
      }
      const host = `ws-${value.PUSHER_APP_CLUSTER ?? value.PUSHER_CLUSTER ?? 'mt1'}.pusher.com`;
      return {
        broadcastDriver,
        brokerUrl: `https://${host}`,
        appKey,
        realtimePublic: { host, port: 443, scheme: 'https' },
      };
    }
  }
}

/** A backend on another machine has a key that this one's data folder cannot know. */
const keyOfThisMachine = (backendUrl: string, generated: GeneratedSecrets): string | undefined =>
  isLoopbackUrl(backendUrl) ? generated.REVERB_APP_KEY : undefined;

function reverbPublic(value: z.infer<typeof WebEnvironment>): WebConfig['realtimePublic'] {
  if (value.REVERB_PUBLIC_HOST === undefined) return null;
  const protocol = value.REVERB_PUBLIC_SCHEME ?? 'https';
  return {
    host: value.REVERB_PUBLIC_HOST,
    port: value.REVERB_PUBLIC_PORT ?? (protocol === 'https' ? 443 : 80),
    scheme: protocol,
  };
}

function required(name: string, value: string | undefined): string {
  if (value === undefined) throw new ConfigError(`${name} is missing. Set it.`);
  return value;
}
