import { z } from 'zod';
import { Fix } from '#lib/protocol/fix.ts';

/** What clients of the plain gateway may say. Text frames of JSON; each kind has one schema. */

const channel = z.string().min(1).max(164);

/** Milliseconds or seconds since 1970, or ISO 8601. */
const anyTime = z.union([
  z.string(),
  z.number().transform((value) => new Date(value < 1e11 ? value * 1_000 : value).toISOString()),
]);

/** A fix under the names that apps use for it; without a time it is of now. */
function toFix(raw: Record<string, unknown>, nowMs: number): unknown {
  const time = anyTime.safeParse(raw['recorded_at'] ?? raw['timestamp']);
  return {
    latitude: raw['latitude'] ?? raw['lat'],
    longitude: raw['longitude'] ?? raw['lng'] ?? raw['lon'],
    heading: raw['heading'] ?? raw['bearing'],
    speed: raw['speed'],
    accuracy: raw['accuracy'],
    battery: raw['battery'],
    seq: raw['seq'],
    ticket_id: raw['ticket_id'] ?? raw['orderId'],
    recorded_at: time.success ? time.data : new Date(nowMs).toISOString(),
  };
}

const Typed = z.discriminatedUnion('type', [
  z.object({ type: z.literal('auth'), token: z.string().min(1).max(200) }),
  z.object({ type: z.literal('ping'), timestamp: z.unknown().optional() }),
  z.object({ type: z.literal('pong') }),
  z.object({ type: z.literal('message'), text: z.string().min(1).max(4_000) }),
  z.object({ type: z.literal('subscribe'), channel }),
  z.object({ type: z.literal('unsubscribe'), channel }),
  z.object({
    type: z.literal('publish'),
    channel,
    event: z.string().startsWith('client-').max(200).default('client-message'),
    data: z.unknown(),
  }),
]);

export type PlainMessage =
  | z.infer<typeof Typed>
  | { readonly type: 'location'; readonly fix: Fix }
  | { readonly type: 'rpc'; readonly body: unknown }
  | { readonly type: 'invalid'; readonly code: string; readonly message: string };

const invalid = (code: string, message: string): PlainMessage => ({ type: 'invalid', code, message });

export function decodePlainMessage(text: string, nowMs: number): PlainMessage {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return invalid('bad_json', 'The frame is not valid JSON.');
  }
  if (Array.isArray(value)) return { type: 'rpc', body: value };
  const record = z.record(z.string(), z.unknown()).safeParse(value);
  if (!record.success) return invalid('invalid', 'The frame is no JSON object.');
  const raw = record.data;
  if ('jsonrpc' in raw) return { type: 'rpc', body: raw };
  const { type } = raw;
  if (type === 'location_update' || type === 'location' || (type === undefined && 'lat' in raw)) {
    const fix = Fix.safeParse(toFix(raw, nowMs));
    return fix.success
      ? { type: 'location', fix: fix.data }
      : invalid('invalid_fix', fix.error.issues[0]?.message ?? 'The position is not valid.');
  }
  const typed = Typed.safeParse(raw);
  if (typed.success) return typed.data;
  return typeof type === 'string' && Typed.options.some((option) => option.shape.type.value === type)
    ? invalid('invalid', `The frame is no valid ${type}.`)
    : invalid('unknown_type', 'The frame has no type that is known here.');
}
