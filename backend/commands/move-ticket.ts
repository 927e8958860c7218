import type { TicketRow } from '#backend/db/ticket-resource.ts';
import { canTransition, isEnded, type TicketStatus } from '#lib/domain/ticket-status.ts';
import type { StatusUpdate } from '#lib/protocol/ticket.ts';
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
  /** What everybody on the ticket is told with the step. */
  readonly update?: StatusUpdate | undefined;
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
  const patch = {
    ...stepPatch(to, change.now, move),
    ...(move.update && { latestUpdate: move.update }),
  };
  await change.updateTicket(ticket, patch, {
    type: 'ticket.updated',
    note: move.note ?? null,
    formerDriverId: takenFrom,
    before: {
      status: ticket.status,
      ...(takenFrom !== null && { driver_id: takenFrom }),
      ...(move.update && { latest_update: ticket.latestUpdate?.note ?? null }),
    },
    after: {
      status: to,
      ...(takenFrom !== null && { driver_id: null }),
      ...(move.update && { latest_update: move.update.note }),
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
