import { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import { clientAddress as addressOf } from '#backend/realtime/client-address.ts';
import type { ApiEnv } from './api-env.ts';

/**
 * The address of the person's device: the peer's, or what trusted proxies say of it.
 * @returns an empty text where there is no socket (a call without a port)
 */
export function clientAddress(c: Context<ApiEnv>, trustedProxies: readonly string[]): string {
  const env: unknown = c.env;
  const incoming: unknown =
    typeof env === 'object' && env !== null ? Reflect.get(env, 'incoming') : undefined;
  return incoming instanceof IncomingMessage ? addressOf(incoming, trustedProxies) : '';
}
