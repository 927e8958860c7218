import Echo from 'laravel-echo';
import Pusher from 'pusher-js';
import type { RealtimeSettings } from '#lib/config/public-settings.ts';
import type { MakeSocket } from './realtime-socket.ts';

/** Where the page was loaded from. */
export interface PageOrigin {
  readonly hostname: string;
  readonly port: string;
  readonly protocol: string;
}

/** Longest the client library tries before it says so; the live connection retries with its own backoff. */
const ATTEMPT_TIMEOUT_MS = 4_000;
const ACTIVITY_TIMEOUT_MS = 20_000;
const PONG_TIMEOUT_MS = 8_000;
/** Pusher protocol: "subscription to private channel unauthorized"; Reverb sends it without a channel. */
const UNAUTHORIZED = 4009;

/**
 * One Echo instance over pusher-js. Retrying is taken out of pusher-js's hands: it retries after fixed
 * delays, all pages in step.
 * @param bearerToken sent to the auth endpoint; null: the session's cookie speaks
 */
export function makeEchoSocket(
  settings: RealtimeSettings,
  page: PageOrigin,
  bearerToken: string | null,
): MakeSocket {
  return (events) => {
    let echo: Echo<'reverb'> | undefined;
    let wanted = false;
    let open = false;
    const bound = new Set<string>();

    const lose = () => {
      if (!wanted) return;
      wanted = false;
      open = false;
      echo?.disconnect();
      events.lost();
    };
    // pusher-js reports while it is still changing its own state, so we answer after it is done.
    const loseSoon = () => queueMicrotask(lose);

    const start = (): Echo<'reverb'> => {
      const made = new Echo({
        ...echoOptions(settings, page, bearerToken),
        broadcaster: 'reverb',
        Pusher,
      });
      const { connection } = made.connector.pusher;
      connection.bind('state_change', ({ current }: { readonly current: string }) => {
        if (!wanted) return;
        if (current === 'connected') {
          open = true;
          events.opened();
        } else if (current !== 'connecting' || open) loseSoon();
      });
      connection.bind('connecting_in', loseSoon);
      connection.bind('message', () => events.alive());
      connection.bind('error', (error: unknown) => {
        if (errorCode(error) === UNAUTHORIZED) events.refused(null, 403);
      });
      return made;
    };

    return {
      open() {
        if (wanted) return;
        wanted = true;
        open = false;
        if (echo === undefined) echo = start();
        else echo.connector.pusher.connect();
      },
      close() {
        wanted = false;
        open = false;
        echo?.disconnect();
      },
      subscribe(channel) {
        // A channel known from before the loss is asked for again by pusher-js itself.
        if (echo === undefined || bound.has(channel)) return;
        bound.add(channel);
        const subscription = echo.private(channel.replace(/^private-/, ''));
        subscription.subscribed(() => events.subscribed(channel));
        subscription.error((status: unknown) => events.refused(channel, httpStatus(status)));
        subscription.listenToAll((name: string, data: unknown) => events.event(channel, name, data));
      },
      unsubscribe(channel) {
        bound.delete(channel);
        echo?.leaveChannel(channel);
      },
      probe() {
        echo?.connector.pusher.send_event('pusher:ping', {});
      },
    };
  };
}

function echoOptions(settings: RealtimeSettings, page: PageOrigin, bearerToken: string | null) {
  const secure = (settings.scheme ?? page.protocol.replace(':', '')) === 'https';
  const pagePort = page.port === '' ? (secure ? 443 : 80) : Number(page.port);
  const port = settings.port ?? (settings.host === null ? pagePort : secure ? 443 : 80);
  return {
    key: settings.key,
    wsHost: settings.host ?? page.hostname,
    wsPort: port,
    wssPort: port,
    forceTLS: secure,
    // Without this pusher-js also tries the other scheme and HTTP transports that no server here has.
    enabledTransports: ['ws' as const],
    authEndpoint: settings.authEndpoint,
    bearerToken,
    withoutInterceptors: true,
    unavailableTimeout: ATTEMPT_TIMEOUT_MS,
    activityTimeout: ACTIVITY_TIMEOUT_MS,
    pongTimeout: PONG_TIMEOUT_MS,
  };
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** pusher-js wraps an error frame once or twice, depending on when it comes. */
function errorCode(error: unknown): unknown {
  const outer = record(error);
  const inner = record(outer['error']);
  return record(outer['data'])['code'] ?? record(inner['data'])['code'] ?? inner['code'];
}

/** The auth endpoint's status; a broker's refusal has none and means 403. */
function httpStatus(status: unknown): number {
  const { status: code, type } = record(status);
  if (typeof code === 'number') return code;
  return type === 'AuthError' ? 0 : 403;
}
