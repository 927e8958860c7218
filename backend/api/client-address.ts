import type { Context } from 'hono';
import type { ApiEnv } from './api-env.ts';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/**
 * The address of the person's device: the peer's, or what trusted proxies say of it. The nearest
 * address that no trusted proxy has is believed, so a client cannot choose its own.
 * @param trusted addresses beside loopback, where our own web process is
 */
export function clientAddress(c: Context<ApiEnv>, trusted: readonly string[]): string {
  return realAddress(peerAddress(c), c.req.header('x-forwarded-for'), trusted);
}

export function realAddress(peer: string, forwarded: string | undefined, trusted: readonly string[]): string {
  const isTrusted = (address: string) => LOOPBACK.test(address) || trusted.includes(address);
  const chain = [...(forwarded ?? '').split(',').map((part) => part.trim()), peer].filter((a) => a !== '');
  return chain.findLast((address) => !isTrusted(address)) ?? chain[0] ?? peer;
}

/** `@hono/node-server` puts Node's request into `env`; a test that calls the app directly has none. */
function peerAddress(c: Context<ApiEnv>): string {
  const env: unknown = c.env;
  const incoming: unknown = typeof env === 'object' && env !== null ? Reflect.get(env, 'incoming') : undefined;
  const socket: unknown =
    typeof incoming === 'object' && incoming !== null ? Reflect.get(incoming, 'socket') : undefined;
  const address: unknown =
    typeof socket === 'object' && socket !== null ? Reflect.get(socket, 'remoteAddress') : undefined;
  return typeof address === 'string' ? address : '';
}
