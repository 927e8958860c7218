import { Reference } from '#lib/protocol/events.ts';
import type { BroadcastEvent } from './broadcaster.ts';

/** Pusher's own bounds, which Reverb, soketi and sockudo share. */
export const MAX_CHANNELS_PER_TRIGGER = 100;
export const MAX_EVENTS_PER_BATCH = 10;
/** What a call has around its events: brackets, the signature's parameters are in the query. */
const CALL_BYTES = 40;

export interface BatchEntry {
  readonly channel: string;
  readonly name: string;
  readonly data: string;
  readonly socket_id?: string;
}

/** One call of the HTTP API: `events` with one event to many channels, or `batch_events`. */
export type BrokerCall =
  | {
      readonly kind: 'trigger';
      readonly channels: readonly string[];
      readonly name: string;
      readonly data: string;
      readonly exceptSocketId: string | undefined;
      readonly source: BroadcastEvent;
    }
  | {
      readonly kind: 'batch';
      readonly entries: readonly BatchEntry[];
      readonly sources: readonly BroadcastEvent[];
    };

/**
 * Puts events into as few calls as the broker's bounds allow, in their order. An event that no call
 * can carry goes as its reference, to be fetched.
 * @param maxBodyBytes of one request; Reverb's default is 10,000
 */
export function brokerCalls(events: readonly BroadcastEvent[], maxBodyBytes: number): BrokerCall[] {
  const calls: BrokerCall[] = [];
  let pending: { readonly event: BroadcastEvent; readonly entries: readonly BatchEntry[] }[] = [];
  let bytes = CALL_BYTES;
  let count = 0;
  const flush = (): void => {
    const [first] = pending;
    if (first !== undefined && pending.length === 1) calls.push(...triggers(first.event, maxBodyBytes));
    else if (first !== undefined)
      calls.push({
        kind: 'batch',
        entries: pending.flatMap(({ entries }) => entries),
        sources: pending.map(({ event }) => event),
      });
    pending = [];
    bytes = CALL_BYTES;
    count = 0;
  };
  for (const event of events) {
    const entries = entriesOf(event);
    const size = entries.reduce((sum, entry) => sum + Buffer.byteLength(JSON.stringify(entry)) + 1, 0);
    if (count + entries.length > MAX_EVENTS_PER_BATCH || bytes + size > maxBodyBytes) flush();
    pending.push({ event, entries });
    bytes += size;
    count += entries.length;
    // Too large to be joined by another; it leaves alone.
    if (count > MAX_EVENTS_PER_BATCH || bytes > maxBodyBytes) flush();
  }
  flush();
  return calls;
}

function triggers(source: BroadcastEvent, maxBodyBytes: number): BrokerCall[] {
  const calls: BrokerCall[] = [];
  for (let start = 0; start < source.channels.length; start += MAX_CHANNELS_PER_TRIGGER) {
    const channels = source.channels.slice(start, start + MAX_CHANNELS_PER_TRIGGER);
    const { event: name, exceptSocketId } = source;
    const whole = JSON.stringify(source.data);
    const body = CALL_BYTES + Buffer.byteLength(JSON.stringify({ name, channels, data: whole }));
    const data = body > maxBodyBytes ? (referenceText(source.data) ?? whole) : whole;
    calls.push({ kind: 'trigger', channels, name, data, exceptSocketId, source: { ...source, channels } });
  }
  return calls;
}

/** @returns undefined for what is no resource with an id and a version */
export function referenceText(data: unknown): string | undefined {
  const reference = Reference.safeParse(data);
  return reference.success ? JSON.stringify(reference.data) : undefined;
}

const entriesOf = ({ channels, event, data, exceptSocketId }: BroadcastEvent): BatchEntry[] => {
  const text = JSON.stringify(data);
  return channels.map((channel) => ({
    ...{ channel, name: event, data: text },
    ...(exceptSocketId === undefined ? {} : { socket_id: exceptSocketId }),
  }));
};
