import type { TicketRow } from '#backend/db/ticket-resource.ts';
import { canTransition, isEnded, type TicketStatus } from '#lib/domain/ticket-status.ts';
import type { ChangeSet, TicketPatch } from './change-set.ts';
import { pendingOf, type Scene } from './scene.ts';
import { illegalTransition } from './ticket-refusals.ts';
import { withdrawOffers } from './withdraw-offers.ts';

/** The steps that need nothing but the ticket: an offer and an assignment have commands of their own. */
export type PlainStep = Exclude<TicketStatus, 'offered' | 'assigned'>;

export interface Move {
  readonly note?: string | null;
  /** Kept as the ticket's end reason; only for an end. */
  readonly endReason?: string | null;
  /** Where the driver says it happened, for the timeline. */
  readonly at?: { readonly latitude: number; readonly longitude: number };
}

/**
 * Takes one plain step of the table with all that follows from it: an end frees the driver and
 * withdraws offers, a return to `created` takes the ticket from its driver.
 * @throws Refusal 409 `illegal_transition`
 */
export async function moveTicket(
  change: ChangeSet,
  scene: Scene,
  ticket: TicketRow,
  to: PlainStep,
  move: Move = {},
): Promise<void> {
  if (!canTransition(ticket.status, to)) throw await illegalTransition(change, ticket, to, scene);
  await withdrawOffers(change, pendingOf(scene, ticket.id));
  const takenFrom = to === 'created' ? ticket.driverId : null;
  await change.updateTicket(ticket, stepPatch(to, change.now, move), {
    type: 'ticket.updated',
    note: move.note ?? null,
    formerDriverId: takenFrom,
    before: { status: ticket.status, ...(takenFrom !== null && { driver_id: takenFrom }) },
    after: {
      status: to,
      ...(takenFrom !== null && { driver_id: null }),
      ...(move.at && { position: move.at }),
    },
  });
  // Also on plain steps: of several tickets the one furthest along is the driver's current one.
  change.touchDriver(ticket.driverId);
}

/** The timestamps tell of the present attempt only; what came before is in the timeline. */
function stepPatch(to: PlainStep, now: Date, move: Move): TicketPatch {
  if (isEnded(to)) return { status: to, endedAt: now, endReason: move.endReason ?? null };
  switch (to) {
    case 'created':
      return { status: to, driverId: null, offeredAt: null, assignedAt: null, enRouteAt: null };
    case 'en_route':
      return { status: to, enRouteAt: now };
    case 'on_site':
      return { status: to, onSiteAt: now };
    case 'in_service':
      return { status: to, inServiceAt: now };
    default:
      return { status: to };
  }
}
