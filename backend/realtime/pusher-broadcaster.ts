import type { Clock } from '#backend/platform/clock.ts';
import type { Broadcaster } from './broadcaster.ts';
import { bodyMd5, requestSignature, type AppCredentials } from './signature.ts';

export interface PusherBroadcasterOptions {
  readonly app: AppCredentials;
  /** Where the broker's HTTP API is, without a trailing slash. */
  readonly url: string;
  readonly clock: Clock;
  readonly timeoutMs?: number;
}

/** Publishes to any broker with Pusher's HTTP API: Reverb, Pusher, soketi, sockudo. */
export function createPusherBroadcaster(options: PusherBroadcasterOptions): Broadcaster {
  const { app, url, clock, timeoutMs = 5_000 } = options;
  const closing = new AbortController();
  return {
    publish: async (channels, event, data, exceptSocketId) => {
      const path = `/apps/${app.appId}/events`;
      const body = Buffer.from(
        JSON.stringify({
          name: event,
          channels,
          data: JSON.stringify(data),
          ...(exceptSocketId === undefined ? {} : { socket_id: exceptSocketId }),
        }),
      );
      const query = {
        auth_key: app.appKey,
        auth_timestamp: String(Math.floor(clock.nowMs() / 1_000)),
        auth_version: '1.0',
        body_md5: bodyMd5(body),
      };
      const signature = requestSignature(app.appSecret, 'POST', path, query);
      const signed = new URLSearchParams({ ...query, auth_signature: signature });
      const answer = await fetch(`${url}${path}?${signed.toString()}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body,
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs)]),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`The broker answered ${answer.status}: ${text.slice(0, 200)}`);
    },
    hasSubscribers: () => undefined,
    close: () => {
      closing.abort();
      return Promise.resolve();
    },
  };
}
