import type { DriverPlace } from '#components/drivers/driver-place.ts';
import { connectivity, type ConnectivityLimits } from '#lib/domain/connectivity.ts';
import { isEnded, type TicketStatus } from '#lib/domain/ticket-status.ts';
import type { Offer } from '#lib/protocol/offer.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';

/** Why a ticket needs a person now; the order of this list is the order of urgency. */
export const ATTENTION_KINDS = ['late', 'offer_failed', 'unassigned', 'no_signal', 'running_late'] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

export interface Attention {
  readonly kind: AttentionKind;
  /** Server epoch, ms: since when it is so; for `running_late`, when it will be late. */
  readonly sinceMs: number;
  /** `offer_failed` only: how the last offer ended. */
  readonly offer?: 'declined' | 'expired' | 'withdrawn';
}

/** What the rule looks at besides the ticket itself. */
export interface AttentionContext {
  /** The server's clock, epoch ms. */
  readonly nowMs: number;
  /** The newest fix of the driver who holds the ticket; null: there is none, or nobody holds it. */
  readonly heard: Pick<DriverPlace, 'recordedAtMs' | 'reportingIntervalMs'> | null;
  /** After how long silence counts. */
  readonly limits: ConnectivityLimits;
  /** The latest offer that the reader knows of for this ticket. */
  readonly lastOffer: Offer | undefined;
}

/** Until a driver has arrived, a due time can still be missed. */
const BEFORE_ARRIVAL: ReadonlySet<TicketStatus> = new Set(['created', 'offered', 'assigned', 'en_route']);
/** Where silence matters: somebody waits for a vehicle. On site it may stand in a garage. */
const ON_THE_WAY: ReadonlySet<TicketStatus> = new Set(['assigned', 'en_route']);

/** The most urgent reason why `ticket` needs a dispatcher, or null when it goes by itself. */
export function ticketAttention(ticket: Ticket, context: AttentionContext): Attention | null {
  if (isEnded(ticket.status)) return null;
  const dueMs = ticket.due_at === null ? null : Date.parse(ticket.due_at);
  const canBeLate = dueMs !== null && BEFORE_ARRIVAL.has(ticket.status);
  if (canBeLate && context.nowMs > dueMs) return { kind: 'late', sinceMs: dueMs };
  if (ticket.status === 'created') return withoutDriver(ticket, context.lastOffer);
  if (ON_THE_WAY.has(ticket.status)) {
    const silence = silentSince(ticket, context);
    if (silence !== null) return { kind: 'no_signal', sinceMs: silence };
  }
  if (canBeLate && ticket.eta && Date.parse(ticket.eta.arrives_at) > dueMs) {
    return { kind: 'running_late', sinceMs: dueMs };
  }
  return null;
}

function withoutDriver(ticket: Ticket, known: Offer | undefined): Attention {
  const last = newest(ticket.offer, known);
  if (last && (last.status === 'declined' || last.status === 'expired')) {
    return {
      kind: 'offer_failed',
      sinceMs: Date.parse(last.responded_at ?? last.expires_at),
      offer: last.status,
    };
  }
  return { kind: 'unassigned', sinceMs: Date.parse(ticket.created_at) };
}

function newest(a: Offer | null, b: Offer | undefined): Offer | undefined {
  if (!a) return b;
  if (!b) return a;
  return b.id > a.id || (b.id === a.id && b.version > a.version) ? b : a;
}

/** Since when the driver has been silent, if that is too long to trust; null while the signal is good. */
function silentSince(ticket: Ticket, { heard, nowMs, limits }: AttentionContext): number | null {
  // A driver who never sent a fix is given as long as one who stopped sending.
  const sinceMs = heard?.recordedAtMs ?? Date.parse(ticket.assigned_at ?? ticket.updated_at);
  return connectivity(nowMs - sinceMs, limits, heard?.reportingIntervalMs) === 'live' ? null : sinceMs;
}
