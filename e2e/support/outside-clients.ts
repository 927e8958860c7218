import { once } from 'node:events';
import type { Page } from '@playwright/test';
import Pusher from 'pusher-js';
import { WebSocket } from 'ws';
import type { Account, Stack } from '#tools/stack/stack.ts';

/** Clients that are not ours: what a phone app with pusher-js, or with no library at all, would run. */

/** The application key that the page's own socket shows; call before the page is opened. */
export async function appKeyOf(page: Page, open: () => Promise<unknown>): Promise<string> {
  const socket = page.waitForEvent('websocket', (candidate) => candidate.url().includes('/app/'));
  await open();
  const key = /\/app\/([^/?]+)/u.exec((await socket).url())?.[1];
  if (key === undefined) throw new Error('The page opened no Pusher socket.');
  return key;
}

/** An unchanged pusher-js on the web port, its channels opened with the account's bearer token. */
export async function pusherApp(stack: Stack, key: string, account: Account): Promise<Pusher> {
  const { token } = await stack.login(account);
  const { hostname, port } = new URL(stack.url);
  return new Pusher(key, {
    cluster: '',
    wsHost: hostname,
    wsPort: Number(port),
    forceTLS: false,
    disableStats: true,
    enabledTransports: ['ws'],
    channelAuthorization: {
      transport: 'ajax',
      endpoint: `${stack.url}/api/broadcasting/auth`,
      headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
    },
  });
}

/** Resolves when the channel is open. */
export const opened = (app: Pusher, channel: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const subscribed = app.subscribe(channel);
    subscribed.bind('pusher:subscription_succeeded', () => resolve());
    subscribed.bind('pusher:subscription_error', (error: unknown) =>
      reject(new Error(JSON.stringify(error))),
    );
  });

export interface PlainApp {
  readonly socket: WebSocket;
  /** Everything that came, as the values that the frames hold. */
  readonly heard: readonly unknown[];
  /** With which code it ended. */
  readonly closed: Promise<number>;
}

/** A bare WebSocket on the web port, without any protocol library. */
export async function plainApp(stack: Stack, path: string, account: Account): Promise<PlainApp> {
  const { token } = await stack.login(account);
  const socket = new WebSocket(`${stack.url.replace(/^http/u, 'ws')}${path}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  const heard: unknown[] = [];
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  const closed = new Promise<number>((resolve) => {
    socket.once('close', resolve);
  });
  await once(socket, 'open');
  return { socket, heard, closed };
}
