import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import Pusher from 'pusher';
import { z } from 'zod';
import type { Clock } from '#backend/platform/clock.ts';
import type { BrokerHealth, Broadcaster, BroadcastEvent } from './broadcaster.ts';
import { brokerCalls, MAX_EVENTS_PER_BATCH, referenceText, type BrokerCall } from './broker-calls.ts';
import type { Hub } from './hub.ts';
import type { AppCredentials } from './signature.ts';

export interface RemoteBroadcasterOptions {
  readonly driver: 'reverb' | 'pusher';
  readonly app: AppCredentials;
  /** Where the broker's HTTP API is. */
  readonly host: string;
  readonly port: number;
  readonly scheme: 'http' | 'https';
  /** The largest request that the broker takes. */
  readonly maxBodyBytes: number;
  readonly clock: Clock;
  /** Our own sockets, which hear what the broker has taken: the plain gateway's clients. */
  readonly hub: Hub;
  readonly timeoutMs?: number;
}

/** What a broker's refusal or silence is told as; without its address, which carries the signature. */
export class BrokerError extends Error {
  override readonly name = 'BrokerError';
  constructor(
    message: string,
    /** Null: no answer came. */
    readonly status: number | null,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

const Failure = z.object({ status: z.number().optional(), body: z.string().optional(), error: z.unknown() });
const SystemError = z.object({ code: z.string().optional(), type: z.string().optional() });
const Channels = z.object({ channels: z.union([z.record(z.string(), z.unknown()), z.array(z.never())]) });
type Answer = Awaited<ReturnType<Pusher['get']>>;

const DEFAULT_TIMEOUT_MS = 5_000;
/** Events, positions and questions wait for each other no longer than this many lines allow. */
const MAX_LINES = 6;

/** Publishes to any broker with Pusher's HTTP API: Reverb, Pusher, soketi, sockudo. */
export function createRemoteBroadcaster(options: RemoteBroadcasterOptions): Broadcaster {
  const { app, host, port, scheme, clock, hub, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const lines = { keepAlive: true, maxSockets: MAX_LINES };
  const agent = scheme === 'https' ? new HttpsAgent(lines) : new HttpAgent(lines);
  const library = new Pusher({
    ...{ appId: app.appId, key: app.appKey, secret: app.appSecret },
    ...{ host, port: String(port), useTLS: scheme === 'https', timeout: timeoutMs, agent },
  });
  let health: BrokerHealth = { state: 'unknown', sinceMs: clock.nowMs(), error: null };

  const note = (state: 'up' | 'down', error: string | null): void => {
    if (health.state !== state || health.error !== error)
      health = { state, sinceMs: health.state === state ? health.sinceMs : clock.nowMs(), error };
  };

  const ask = async (request: () => Promise<Answer>): Promise<string> => {
    try {
      const text = await readWithin(await request(), timeoutMs);
      note('up', null);
      return text;
    } catch (error) {
      const failure = brokerError(error);
      // A refusal of one request is an answer all the same; a refusal of our credentials is not.
      if (failure.status === 413) note('up', null);
      else note('down', failure.message);
      throw failure;
    }
  };

  const send = async (call: BrokerCall): Promise<void> => {
    if (call.kind === 'batch') {
      try {
        await ask(() => library.triggerBatch(call.entries.map((entry) => ({ ...entry }))));
      } catch (error) {
        if (!isTooLarge(error)) throw error;
        // A broker with a smaller bound than it is known for: one by one.
        for (const event of call.sources)
          for (const single of brokerCalls([event], options.maxBodyBytes)) await send(single);
      }
      return;
    }
    const { channels, name, exceptSocketId, source } = call;
    const except = exceptSocketId === undefined ? {} : { socket_id: exceptSocketId };
    try {
      await ask(() => library.trigger([...channels], name, call.data, except));
    } catch (error) {
      const reference = referenceText(source.data);
      if (!isTooLarge(error) || reference === undefined || reference === call.data) throw error;
      await ask(() => library.trigger([...channels], name, reference, except));
    }
  };

  const deliverHere = ({ channels, event, data, exceptSocketId }: BroadcastEvent): void =>
    hub.publish(channels, event, JSON.stringify(data), exceptSocketId);

  return {
    driver: options.driver,
    callSize: MAX_EVENTS_PER_BATCH,
    publish: async (events) => {
      for (const call of brokerCalls(events, options.maxBodyBytes)) {
        await send(call);
        for (const event of call.kind === 'batch' ? call.sources : [call.source]) deliverHere(event);
      }
    },
    hasSubscribers: () => undefined,
    occupiedChannels: async (prefix) => {
      const text = await ask(() => library.get({ path: '/channels', params: { filter_by_prefix: prefix } }));
      const answer = Channels.safeParse(JSON.parse(text));
      // PHP writes an empty object as an empty list.
      if (!answer.success || Array.isArray(answer.data.channels)) return [];
      return Object.keys(answer.data.channels);
    },
    get health() {
      return health;
    },
    close: () => {
      // Ends the calls under way too: what they carried is not remembered as sent.
      agent.destroy();
      return Promise.resolve();
    },
  };
}

const isTooLarge = (error: unknown): boolean => error instanceof BrokerError && error.status === 413;

/** The library stops its own clock at the answer's head, so the body gets one of ours. */
async function readWithin(answer: Answer, timeoutMs: number): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new BrokerError('The broker did not finish its answer in time.', null, undefined)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([answer.text(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function brokerError(error: unknown): BrokerError {
  if (error instanceof BrokerError) return error;
  const failure = Failure.safeParse(error);
  if (!failure.success) return new BrokerError('The broker could not be asked.', null, error);
  const { status, body = '', error: cause } = failure.data;
  if (status !== undefined)
    return new BrokerError(`The broker answered ${status}: ${body.slice(0, 200)}`, status, undefined);
  const system = SystemError.safeParse(cause);
  const code = system.success ? (system.data.code ?? system.data.type) : undefined;
  return new BrokerError(
    code === 'aborted'
      ? 'The broker did not answer in time.'
      : `The broker cannot be reached${code === undefined ? '' : ` (${code})`}.`,
    ...([null, cause] as const),
  );
}
