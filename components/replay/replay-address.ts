import type { DeskSelection } from '#components/dispatch/desk-selection.ts';

/** A time of a driver, or the whole track of a ticket. */
export type ReplayRequest =
  | { readonly kind: 'driver'; readonly driverId: number; readonly span: ReplaySpan }
  | { readonly kind: 'ticket'; readonly ticketId: number };

export interface ReplaySpan {
  /** Epoch ms, both ends inclusive. */
  readonly fromMs: number;
  readonly toMs: number;
}

export const REPLAY_PARAMETER = 'replay';
export const MAX_SPAN_MS = 7 * 86_400_000;
const WHOLE_TICKET = 'track';
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/u;

/**
 * What the address asks to replay: `/dispatch/drivers/3?replay=2026-11-28T08:00Z..2026-11-28T09:00Z` or
 * `/dispatch/tickets/9?replay=track`. Fixed times, so that a link shows everybody the same.
 */
export function replayOfAddress(selection: DeskSelection, text: string | null): ReplayRequest | null {
  if (text === null) return null;
  switch (selection.kind) {
    case 'none':
      return null;
    case 'ticket':
      return text === WHOLE_TICKET ? { kind: 'ticket', ticketId: selection.id } : null;
    case 'driver': {
      const span = spanOf(text);
      return span === null ? null : { kind: 'driver', driverId: selection.id, span };
    }
  }
}

export function addressOfReplay(request: ReplayRequest): string {
  return request.kind === 'ticket'
    ? WHOLE_TICKET
    : `${writeTime(request.span.fromMs)}..${writeTime(request.span.toMs)}`;
}

export const isSpan = ({ fromMs, toMs }: ReplaySpan): boolean =>
  fromMs >= 0 && toMs > fromMs && toMs - fromMs <= MAX_SPAN_MS;

function spanOf(text: string): ReplaySpan | null {
  const [from = '', to = '', ...more] = text.split('..');
  if (more.length > 0 || !TIME.test(from) || !TIME.test(to)) return null;
  const span = { fromMs: Date.parse(from), toMs: Date.parse(to) };
  return isSpan(span) ? span : null;
}

/** To the second; whole minutes without them. */
const writeTime = (ms: number): string =>
  new Date(ms)
    .toISOString()
    .replace(/\.\d+Z$/u, 'Z')
    .replace(/:00Z$/u, 'Z');
