import { forbidden } from '#backend/platform/refusal.ts';
import { isEnded } from '#lib/domain/ticket-status.ts';
import type { AdminUpdateRequest, StatusUpdate } from '#lib/protocol/ticket.ts';
import type { ChangeSet } from './change-set.ts';
import { moveTicket } from './move-ticket.ts';
import { lockScene, ticketOf } from './scene.ts';
import { isStaffStep } from './set-ticket-status.ts';
import { illegalTransition } from './ticket-refusals.ts';
import { isStaffActor } from './visibility.ts';

/**
 * Tells everybody on a ticket something: its next step, a note, or both. Unlike the note of a plain
 * status call, which stays among colleagues, this one reaches customer, driver and link as the ticket's
 * `latest_update`. A note alone raises the version too: it is an event like any other.
 * @returns the ticket's id
 * @throws Refusal 403, 404, 409 `illegal_transition` with `allowed` and `current`
 */
export async function pushUpdate(
  change: ChangeSet,
  ticketId: number,
  { status, note }: Pick<AdminUpdateRequest, 'status' | 'note'>,
): Promise<number> {
  if (!isStaffActor(change.actor)) throw forbidden();
  const scene = await lockScene(change.tx, { ticketIds: [ticketId] });
  const ticket = ticketOf(scene, ticketId);
  const text = note === '' ? undefined : note;
  const said = (at: StatusUpdate['status']): StatusUpdate | undefined =>
    text === undefined
      ? undefined
      : { note: text, status: at, at: change.now.toISOString(), by: change.actor.name };

  const update = said(ticket.status);
  if (update !== undefined && (status === undefined || status === ticket.status)) {
    await change.updateTicket(
      ticket,
      { latestUpdate: update },
      {
        type: 'ticket.updated',
        note: update.note,
        before: { latest_update: ticket.latestUpdate?.note ?? null },
        after: { latest_update: update.note },
      },
    );
    return ticketId;
  }
  const to = status ?? ticket.status;
  if (!isStaffStep(ticket.status, to)) throw await illegalTransition(change, ticket, to, scene);
  await moveTicket(change, scene, ticket, to, {
    note: text ?? null,
    endReason: isEnded(to) ? (text ?? null) : null,
    update: said(to),
  });
  return ticketId;
}
