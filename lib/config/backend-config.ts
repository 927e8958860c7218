import { z } from 'zod';
import { realtimeConfig, RealtimeEnvironment, type RealtimeConfig } from './realtime-environment.ts';

/** Every variable that the backend reads, validated once at start. Units are in the names or comments. */

export type Environment = Readonly<Record<string, string | undefined>>;

/** Why the process does not start: a sentence for the person who set the variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const blankIsAbsent = (value: unknown) =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsAbsent, schema.optional());

const port = (fallback: number) =>
  z.preprocess(
    blankIsAbsent,
    z.coerce
      .number('must be a port number from 0 to 65535')
      .int('must be a port number from 0 to 65535')
      .min(0, 'must be a port number from 0 to 65535')
      .max(65_535, 'must be a port number from 0 to 65535')
      .default(fallback),
  );
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, `must be one of ${values.join(', ')}`);
const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be a URL like https://dispatch.example.com' })
  .transform((url) => url.replace(/\/+$/, ''));
const list = z.preprocess(
  blankIsAbsent,
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
);
const identifier = z
  .string()
  .regex(/^[\w-]{1,100}$/, 'must be 1 to 100 letters, digits, dashes or underscores');

const SCHEMES = ['http', 'https'] as const;
export const BROADCAST_DRIVERS = ['embedded', 'reverb', 'pusher'] as const;
export type BroadcastDriver = (typeof BROADCAST_DRIVERS)[number];
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export const BackendEnvironment = z.object({
  PORT: port(3000),
  BACKEND_PORT: port(8080),
  BACKEND_HOST: optional(z.string().min(1)),
  DATABASE_URL: optional(
    z.string().regex(/^postgres(ql)?:\/\/\S+$/, 'must be like postgres://user:password@host:5432/database'),
  ),
  DATA_DIR: z.preprocess(blankIsAbsent, z.string().default('./data')),
  NEXTAUTH_URL: optional(httpUrl),
  NEXTAUTH_SECRET: optional(z.string()),
  BROADCAST_DRIVER: optional(oneOf(BROADCAST_DRIVERS)),
  BROADCAST_CONNECTION: optional(oneOf(BROADCAST_DRIVERS)),
  REVERB_APP_ID: optional(identifier),
  REVERB_APP_KEY: optional(identifier),
  REVERB_APP_SECRET: optional(z.string()),
  REVERB_HOST: optional(z.string()),
  REVERB_PORT: optional(port(443)),
  REVERB_SCHEME: optional(oneOf(SCHEMES)),
  PUSHER_APP_ID: optional(z.string()),
  PUSHER_APP_KEY: optional(z.string()),
  PUSHER_APP_SECRET: optional(z.string()),
  PUSHER_APP_CLUSTER: optional(z.string()),
  PUSHER_CLUSTER: optional(z.string()),
  PUSHER_HOST: optional(z.string()),
  PUSHER_PORT: optional(port(443)),
  PUSHER_SCHEME: optional(oneOf(SCHEMES)),
  PUSHER_KEY: optional(z.string()),
  PUSHER_SECRET: optional(z.string()),
  ALLOWED_ORIGINS: list,
  TRUSTED_PROXIES: list,
  DEMO_PASSWORD: optional(z.string().min(8, 'must have at least 8 characters')),
  LOG_LEVEL: z.preprocess(blankIsAbsent, oneOf(LOG_LEVELS).default('info')),
});

export interface BackendConfig {
  readonly port: number;
  readonly host: string;
  /** Null: the embedded Postgres in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** The page's origin as people reach it, without a trailing slash. */
  readonly publicUrl: string;
  readonly broadcastDriver: BroadcastDriver;
  readonly appId: string;
  readonly appKey: string;
  readonly appSecret: string;
  /** Where the `reverb` driver publishes. */
  readonly reverb: { readonly host: string; readonly port: number; readonly scheme: 'http' | 'https' };
  readonly pusher: {
    readonly appId: string;
    readonly key: string;
    readonly secret: string;
    /** Pusher's own of the cluster, or any server that speaks its HTTP API. */
    readonly host: string;
    readonly port: number;
    readonly scheme: 'http' | 'https';
  } | null;
  readonly realtime: RealtimeConfig;
  readonly allowedOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  /** Null: a random one at the first start of the demo. */
  readonly demoPassword: string | null;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

const MIN_SECRET_BYTES = 32;
const DEFAULT_SECRETS = /^(secret|changeme|change-me|password|reverb-secret|app-secret|your-|example)/i;

/** Names that only this machine answers to. */
export function isLoopbackUrl(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** What the first start generated into the data folder, for variables that the environment leaves out. */
export type GeneratedSecrets = Readonly<
  Partial<Record<'REVERB_APP_ID' | 'REVERB_APP_KEY' | 'REVERB_APP_SECRET' | 'NEXTAUTH_SECRET', string>>
>;

/**
 * @param generated stands in for absent secrets, on a loopback address only
 * @throws ConfigError naming the variable and what to set
 */
export function loadBackendConfig(env: Environment, generated: GeneratedSecrets = {}): BackendConfig {
  const value = read(BackendEnvironment, env);
  const publicUrl = value.NEXTAUTH_URL ?? `http://localhost:${value.PORT}`;
  if (!isLoopbackUrl(publicUrl)) {
    requireStrongSecret('REVERB_APP_SECRET', value.REVERB_APP_SECRET, publicUrl);
    if (value.NEXTAUTH_SECRET !== undefined) {
      requireStrongSecret('NEXTAUTH_SECRET', value.NEXTAUTH_SECRET, publicUrl);
    }
  }
  return {
    port: value.BACKEND_PORT,
    host: value.BACKEND_HOST ?? '127.0.0.1',
    databaseUrl: value.DATABASE_URL ?? null,
    dataDir: value.DATA_DIR,
    publicUrl,
    broadcastDriver: value.BROADCAST_DRIVER ?? value.BROADCAST_CONNECTION ?? 'embedded',
    appId: required('REVERB_APP_ID', value.REVERB_APP_ID ?? generated.REVERB_APP_ID),
    appKey: required('REVERB_APP_KEY', value.REVERB_APP_KEY ?? generated.REVERB_APP_KEY),
    appSecret: required('REVERB_APP_SECRET', value.REVERB_APP_SECRET ?? generated.REVERB_APP_SECRET),
    reverb: {
      host: value.REVERB_HOST ?? '127.0.0.1',
      port: value.REVERB_PORT ?? 8080,
      scheme: value.REVERB_SCHEME ?? 'http',
    },
    pusher: pusherSettings(value),
    realtime: realtimeConfig(read(RealtimeEnvironment, env)),
    allowedOrigins: value.ALLOWED_ORIGINS,
    trustedProxies: value.TRUSTED_PROXIES,
    demoPassword: value.DEMO_PASSWORD ?? null,
    logLevel: value.LOG_LEVEL,
  };
}

function read<T extends z.ZodType>(schema: T, env: Environment): z.infer<T> {
  const parsed = schema.safeParse(env);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ConfigError(`${String(issue?.path[0])} ${issue?.message}. Correct it or leave it out.`);
}

function required(name: string, value: string | undefined): string {
  if (value === undefined) throw new ConfigError(`${name} is missing. Set it.`);
  return value;
}

export function requireStrongSecret(name: string, value: string | undefined, publicUrl: string): void {
  const weak = value === undefined ? 'is missing' : weakness(value);
  if (weak === undefined) return;
  throw new ConfigError(
    `${name} ${weak}, and NEXTAUTH_URL (${publicUrl}) is open to others. ` +
      `Set ${name} to at least ${MIN_SECRET_BYTES} random bytes, for example from: openssl rand -base64 33`,
  );
}

function weakness(value: string): string | undefined {
  if (DEFAULT_SECRETS.test(value)) return 'is a default that everybody knows';
  return Buffer.byteLength(value) < MIN_SECRET_BYTES
    ? `is shorter than ${MIN_SECRET_BYTES} bytes`
    : undefined;
}

function pusherSettings(value: z.infer<typeof BackendEnvironment>): BackendConfig['pusher'] {
  const driver = value.BROADCAST_DRIVER ?? value.BROADCAST_CONNECTION;
  if (driver !== 'pusher') return null;
  const scheme = value.PUSHER_SCHEME ?? 'https';
  return {
    appId: required('PUSHER_APP_ID', value.PUSHER_APP_ID),
    key: required('PUSHER_APP_KEY', value.PUSHER_APP_KEY ?? value.PUSHER_KEY),
    secret: required('PUSHER_APP_SECRET', value.PUSHER_APP_SECRET ?? value.PUSHER_SECRET),
    host: value.PUSHER_HOST ?? `api-${value.PUSHER_APP_CLUSTER ?? value.PUSHER_CLUSTER ?? 'mt1'}.pusher.com`,
    port: value.PUSHER_PORT ?? (scheme === 'https' ? 443 : 80),
    scheme,
  };
}
