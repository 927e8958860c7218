import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The signatures of the Pusher protocol: HMAC-SHA256 in hex, prefixed by the application's key. */

export interface AppCredentials {
  readonly appId: string;
  readonly appKey: string;
  readonly appSecret: string;
}

const hmac = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('hex');

/** Compares in constant time; texts of different length differ. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

export function channelSignature(
  app: AppCredentials,
  socketId: string,
  channel: string,
  channelData?: string,
): string {
  const text = channelData === undefined ? `${socketId}:${channel}` : `${socketId}:${channel}:${channelData}`;
  return `${app.appKey}:${hmac(app.appSecret, text)}`;
}

export const userSignature = (app: AppCredentials, socketId: string, userData: string): string =>
  `${app.appKey}:${hmac(app.appSecret, `${socketId}::user::${userData}`)}`;

export const bodyMd5 = (body: Uint8Array): string => createHash('md5').update(body).digest('hex');

/**
 * The signature of a call of the HTTP API: method, path and the sorted query without the signature
 * itself, keys in lower case, values as they are after URL decoding.
 */
export function requestSignature(
  secret: string,
  method: string,
  path: string,
  query: Readonly<Record<string, string>>,
): string {
  const sorted = Object.entries(query)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name !== 'auth_signature')
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return hmac(secret, `${method.toUpperCase()}\n${path}\n${sorted}`);
}
