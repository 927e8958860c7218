import { invalid } from '#backend/platform/refusal.ts';
import { distanceM, type LatLng } from '#lib/domain/geo.ts';
import { isCustomerCancelable } from '#lib/domain/ticket-status.ts';
import type { ChangeSet } from './change-set.ts';
import { lockScene, ticketOf } from './scene.ts';
import { illegalTransition } from './ticket-refusals.ts';

/** A correction, not a new job: a slip of the finger must not send a driver to another city. */
const MAX_CORRECTION_M = 20_000;
/** Beyond this the address that was noted down names another place. */
const SAME_ADDRESS_M = 150;

/**
 * The customer says where the vehicle really stands, until the driver is there.
 * @throws Refusal 404, 409 `illegal_transition`, 422 `too_far`
 */
export async function correctPlace(
  change: ChangeSet,
  ticketId: number,
  place: LatLng,
  note: string | null,
): Promise<void> {
  const scene = await lockScene(change.tx, { ticketIds: [ticketId] });
  const ticket = ticketOf(scene, ticketId);
  if (!isCustomerCancelable(ticket.status)) {
    throw await illegalTransition(change, ticket, ticket.status, scene);
  }
  const movedM = distanceM(ticket, place);
  if (movedM > MAX_CORRECTION_M) {
    throw invalid('latitude', 'That place is too far away. Please call us instead.', 'too_far');
  }
  const address = movedM > SAME_ADDRESS_M ? null : ticket.address;
  await change.updateTicket(
    ticket,
    { latitude: place.latitude, longitude: place.longitude, address },
    {
      type: 'ticket.updated',
      note,
      before: { latitude: ticket.latitude, longitude: ticket.longitude, address: ticket.address },
      after: { latitude: place.latitude, longitude: place.longitude, address },
    },
  );
}
