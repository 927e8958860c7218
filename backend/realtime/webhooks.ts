import { createHmac } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from '#backend/platform/clock.ts';
import type { AppCredentials } from './signature.ts';

/** What Pusher's webhooks tell, in its words. */
export type WebhookEvent =
  | { readonly name: 'channel_occupied' | 'channel_vacated' | 'cache_miss'; readonly channel: string }
  | {
      readonly name: 'member_added' | 'member_removed';
      readonly channel: string;
      readonly user_id: string;
    }
  | {
      readonly name: 'client_event';
      readonly channel: string;
      readonly event: string;
      /** JSON text. */
      readonly data: string;
      readonly socket_id: string;
      readonly user_id?: string;
    };

export interface WebhooksHealth {
  readonly waiting: number;
  readonly delivered: number;
  /** Given up: the receiver was away for too long, or too much waited for it. */
  readonly dropped: number;
}

export interface Webhooks {
  tell(event: WebhookEvent): void;
  readonly health: WebhooksHealth;
  /** Tries once more to deliver what waits, then ends. */
  close(): Promise<void>;
}

export interface WebhookParts {
  readonly urls: readonly string[];
  readonly app: AppCredentials;
  readonly clock: Clock;
  readonly log: Logger;
  /** Events that may wait for one receiver. */
  readonly maxWaiting?: number;
  /** How long a receiver may be away before what waited for it is given up. */
  readonly giveUpAfterMs?: number;
  readonly timeoutMs?: number;
}

/** Gathers what happens at once into one call, as Pusher does. */
const GATHER_MS = 100;
const MAX_EVENTS_PER_CALL = 100;
const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 60_000;
const LAST_TRY_MS = 2_000;

/** Posts what happens on channels to each configured URL, signed with the application's secret. */
export function createWebhooks(parts: WebhookParts): Webhooks {
  const receivers = parts.urls.map((url) => new Receiver(url, parts));
  return {
    tell: (event) => {
      for (const receiver of receivers) receiver.tell(event);
    },
    get health() {
      const sum = (of: (receiver: Receiver) => number) =>
        receivers.reduce((total, receiver) => total + of(receiver), 0);
      return {
        waiting: sum((receiver) => receiver.waiting),
        delivered: sum((receiver) => receiver.delivered),
        dropped: sum((receiver) => receiver.dropped),
      };
    },
    close: async () => {
      await Promise.all(receivers.map((receiver) => receiver.close()));
    },
  };
}

/** One URL's bounded queue: in order, one call at a time. */
class Receiver {
  delivered = 0;
  dropped = 0;
  #queue: WebhookEvent[] = [];
  #timer: NodeJS.Timeout | null = null;
  #sending: Promise<void> | null = null;
  #failures = 0;
  #failingSinceMs: number | null = null;
  #closed = false;
  readonly #stop = new AbortController();
  /** The call that is tried again, byte for byte: the receiver may know its signature. */
  #call: { readonly body: string; readonly count: number } | null = null;

  constructor(
    private readonly url: string,
    private readonly parts: WebhookParts,
  ) {}

  get waiting(): number {
    return this.#queue.length + (this.#call?.count ?? 0);
  }

  tell(event: WebhookEvent): void {
    if (this.#closed) return;
    this.#queue.push(event);
    const { maxWaiting = 10_000 } = this.parts;
    if (this.waiting > maxWaiting) {
      this.#queue.shift();
      this.dropped += 1;
    }
    this.#schedule(GATHER_MS);
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const hurry = setTimeout(() => this.#stop.abort(), LAST_TRY_MS);
    await this.#sending;
    while (this.waiting > 0 && (await this.#post())) continue;
    clearTimeout(hurry);
    this.#stop.abort();
  }

  #schedule(delayMs: number): void {
    if (this.#timer !== null || this.#sending !== null || this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#sending = this.#post().then(() => {
        this.#sending = null;
        if (this.waiting > 0) this.#schedule(this.#failures === 0 ? GATHER_MS : this.#retryDelayMs());
      });
    }, delayMs);
    this.#timer.unref();
  }

  /** Full jitter over a doubling bound: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter */
  #retryDelayMs(): number {
    return Math.random() * Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(this.#failures, 10));
  }

  /** @returns whether the next call may follow at once */
  async #post(): Promise<boolean> {
    const { app, clock, log, timeoutMs = 5_000, giveUpAfterMs = 300_000 } = this.parts;
    if (this.#call === null) {
      const events = this.#queue.splice(0, MAX_EVENTS_PER_CALL);
      if (events.length === 0) return false;
      const body = JSON.stringify({ time_ms: clock.nowMs(), events });
      this.#call = { body, count: events.length };
    }
    const { body, count } = this.#call;
    try {
      const answer = await fetch(this.url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'X-Pusher-Key': app.appKey,
          'X-Pusher-Signature': createHmac('sha256', app.appSecret).update(body).digest('hex'),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(timeoutMs)]),
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`The receiver answered ${answer.status}.`);
      this.#call = null;
      this.delivered += count;
      this.#failures = 0;
      this.#failingSinceMs = null;
      return true;
    } catch (err) {
      this.#failures += 1;
      this.#failingSinceMs ??= clock.nowMs();
      if (this.#failures === 1) log.warn({ err, waiting: this.waiting }, 'webhook not taken; trying again');
      if (clock.nowMs() - this.#failingSinceMs >= giveUpAfterMs) {
        this.#call = null;
        this.dropped += count;
        log.warn({ events: count }, 'webhook given up');
      }
      return false;
    }
  }
}
