import Echo from 'laravel-echo';
import Pusher from 'pusher-js';

/** Real clients, as a browser or a phone app runs them, pointed at a backend of a test. */

export interface ClientTarget {
  readonly port: number;
  readonly key: string;
  readonly token: string;
  /** The backend's, where another server carries the events; default: `port`. */
  readonly authPort?: number;
}

const options = ({ port, token, authPort = port }: ClientTarget) => ({
  cluster: '',
  wsHost: '127.0.0.1',
  wsPort: port,
  forceTLS: false,
  disableStats: true,
  enabledTransports: ['ws' as const],
  channelAuthorization: {
    transport: 'ajax' as const,
    endpoint: `http://127.0.0.1:${authPort}/api/broadcasting/auth`,
    headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
  },
  userAuthentication: {
    transport: 'ajax' as const,
    endpoint: `http://127.0.0.1:${authPort}/api/broadcasting/user-auth`,
    headers: { Authorization: `Bearer ${token}` },
  },
});

export const pusherClient = (target: ClientTarget): Pusher => new Pusher(target.key, options(target));

export function echoClient(target: ClientTarget): Echo<'reverb'> {
  return new Echo({
    broadcaster: 'reverb',
    key: target.key,
    client: new Pusher(target.key, options(target)),
    ...options(target),
  } as never);
}

/** What a channel hears, awaited by a condition. */
export class Heard {
  readonly events: { readonly name: string; readonly data: unknown }[] = [];
  #waiting: (() => void)[] = [];

  constructor(channel: { bind_global(callback: (name: string, data: unknown) => void): unknown }) {
    channel.bind_global((name, data) => {
      this.events.push({ name, data });
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  /** The first event from `from` on that fits; waits for it. */
  async until(name: string, fits: (data: never) => boolean = () => true): Promise<unknown> {
    for (;;) {
      const found = this.events.find((event) => event.name === name && fits(event.data as never));
      if (found !== undefined) return found.data;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Resolves once the channel is open; rejects with what refused it. */
  async open(): Promise<this> {
    const failed = this.until('pusher:subscription_error').then((error) => {
      throw new Error(JSON.stringify(error));
    });
    await Promise.race([this.until('pusher:subscription_succeeded'), failed]);
    return this;
  }

  named(name: string): unknown[] {
    return this.events.filter((event) => event.name === name).map((event) => event.data);
  }
}
