import { EVENTS, isDriverLocations, type EventName } from '#lib/protocol/events.ts';
import type { z } from 'zod';

/** One event of a channel, decoded. */
export type LiveEvent = {
  [Name in EventName]: { readonly name: Name; readonly data: z.infer<(typeof EVENTS)[Name]> };
}[EventName];

export type DecodedEvent =
  | { readonly kind: 'event'; readonly event: LiveEvent }
  /** A resource changed but the payload is not ours (a level 0 backend): fetch it. */
  | { readonly kind: 'hint'; readonly resource: 'ticket' | 'driver'; readonly id: number }
  /** An event of another feature or of a newer server. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'bad' };

const isEventName = (name: string): name is EventName => Object.hasOwn(EVENTS, name);

/** `TicketAssigned` → `ticket.assigned`, for the names that we know. */
const CLASS_NAMES: ReadonlyMap<string, EventName> = new Map(
  Object.keys(EVENTS)
    .filter(isEventName)
    .map((name) => [name.split('.').map(capitalise).join(''), name]),
);

/**
 * The dotted name of an event as Echo reports it: `.ticket.assigned` as is, and Laravel's class names with
 * or without their namespace (`App\Events\TicketAssigned`).
 */
export function dottedName(reported: string): string {
  const name = reported.startsWith('.') ? reported.slice(1) : reported;
  if (isEventName(name)) return name;
  return CLASS_NAMES.get(name.slice(name.lastIndexOf('\\') + 1)) ?? name;
}

/** Decodes one frame's data by the event's schema; never throws. */
export function decodeEvent(reported: string, data: unknown): DecodedEvent {
  const name = dottedName(reported);
  if (!isEventName(name)) return { kind: 'unknown' };
  if (name === 'driver.locations' && isDriverLocations(data)) return { kind: 'event', event: { name, data } };
  for (const candidate of [data, wrapped(name, data)]) {
    if (candidate === undefined) continue;
    const parsed = EVENTS[name].safeParse(candidate);
    // The union of pairs cannot be built from a generic name; both halves come from one entry of EVENTS.
    if (parsed.success) return { kind: 'event', event: { name, data: parsed.data } as LiveEvent };
  }
  const resource = name.startsWith('ticket.') ? 'ticket' : name === 'driver.updated' ? 'driver' : undefined;
  const id = resource && resourceId(resource, data);
  return resource && id ? { kind: 'hint', resource, id } : { kind: 'bad' };
}

/** Laravel broadcasts a class event's public properties: the ticket is then in `ticket`. */
function wrapped(name: EventName, data: unknown): unknown {
  return record(data)[name.slice(0, name.indexOf('.'))];
}

function resourceId(resource: 'ticket' | 'driver', data: unknown): number | undefined {
  const outer = record(data);
  const inner = record(outer[resource]);
  const id = [inner['id'], outer[`${resource}_id`], outer['id']].map(Number).find((n) => n > 0);
  return id !== undefined && Number.isSafeInteger(id) ? id : undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
