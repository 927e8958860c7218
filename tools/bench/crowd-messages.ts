import { z } from 'zod';
import { PublishTarget } from './bench-event.ts';

/** What the parent asks of a crowd, and what it answers: one answer per question, by number. */

const Open = z.object({
  kind: z.literal('open'),
  /** The address of the WebSocket, e.g. ws://127.0.0.1:8080/app/key?protocol=7. */
  url: z.string(),
  count: z.number(),
});
/** One event after another until the time is over; never more than `window` calls undelivered. */
const Flood = z.object({
  kind: z.literal('flood'),
  target: PublishTarget,
  seconds: z.number(),
  eventsPerCall: z.number(),
  window: z.number(),
});
/** Calls on a fixed beat; a late one keeps the time at which it was due. */
const Beat = z.object({
  kind: z.literal('beat'),
  target: PublishTarget,
  seconds: z.number(),
  callsPerSecond: z.number(),
  eventsPerCall: z.number(),
});
/** Resolves once every socket has one more event, with the time of the last. */
const Await = z.object({ kind: z.literal('await') });

export const CrowdQuestion = z.discriminatedUnion('kind', [Open, Flood, Beat, Await]);
export type CrowdQuestion = z.infer<typeof CrowdQuestion>;
export const NumberedQuestion = z.object({ number: z.number(), question: CrowdQuestion });

export const CrowdAnswer = z.object({
  events: z.number(),
  delivered: z.number(),
  /** Sockets that were lost since they were opened. */
  gone: z.number(),
  seconds: z.number(),
  ms: z.object({
    count: z.number(),
    p50: z.number().nullable(),
    p95: z.number().nullable(),
    p99: z.number().nullable(),
    max: z.number().nullable(),
  }),
  lastMicros: z.number(),
});
export type CrowdAnswer = z.infer<typeof CrowdAnswer>;
export const NumberedAnswer = z.union([
  z.object({ number: z.number(), answer: CrowdAnswer }),
  z.object({ number: z.number(), error: z.string() }),
]);
