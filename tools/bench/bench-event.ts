import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';

/** Where events are published: our HTTP API, or the naive server's plain POST. */
export const PublishTarget = z.object({
  kind: z.enum(['ours', 'naive']),
  url: z.string(),
  appId: z.string(),
  appKey: z.string(),
  appSecret: z.string(),
});
export type PublishTarget = z.infer<typeof PublishTarget>;

export const BENCH_CHANNEL = 'fan-out';
/** Bytes of one event's text on the wire, without its frame header. */
export const EVENT_BYTES = 218;

const HEAD = '{"event":"bench","data":"{\\"t\\":';
const TAIL = `}","channel":"${BENCH_CHANNEL}"}`;
/** Makes every time a number of 16 digits, so that it is found without parsing. */
const TIME_BASE = 1e15;
const PAD = EVENT_BYTES - HEAD.length - 16 - ',\\"p\\":\\"\\"'.length - TAIL.length;

/** Microseconds of a clock that all processes of this machine share. */
export const monotonicMicros = (): number => Number(process.hrtime.bigint() / 1_000n);

/** Data of an event whose frame has EVENT_BYTES and says when it was due. */
export const benchData = (dueMicros: number): string =>
  `{"t":${TIME_BASE + Math.round(dueMicros)},"p":"${'x'.repeat(PAD)}"}`;

/** When the event of this frame was due, or undefined for any other frame. */
export function dueMicrosOf(buffer: Buffer, start: number, end: number): number | undefined {
  // {"event":"bench: the byte after the quote tells it from the protocol's own events.
  if (end - start !== EVENT_BYTES || buffer[start + 10] !== 0x62) return undefined;
  let value = 0;
  for (let at = start + HEAD.length; at < start + HEAD.length + 16; at += 1)
    value = value * 10 + ((buffer[at] ?? 0x30) - 0x30);
  return value - TIME_BASE;
}

/** The request that publishes these events with one call. */
export function publishRequest(
  target: PublishTarget,
  events: readonly string[],
): { readonly path: string; readonly body: string } {
  const batch = events.map((data) => ({ name: 'bench', channel: BENCH_CHANNEL, data }));
  if (target.kind === 'naive') return { path: '/events', body: JSON.stringify(batch) };
  const body = JSON.stringify(batch.length === 1 ? batch[0] : { batch });
  const path = `/apps/${target.appId}/${batch.length === 1 ? 'events' : 'batch_events'}`;
  const query =
    `auth_key=${target.appKey}&auth_timestamp=${Math.floor(Date.now() / 1_000)}&auth_version=1.0` +
    `&body_md5=${createHash('md5').update(body).digest('hex')}`;
  const signature = createHmac('sha256', target.appSecret).update(`POST\n${path}\n${query}`).digest('hex');
  return { path: `${path}?${query}&auth_signature=${signature}`, body };
}
