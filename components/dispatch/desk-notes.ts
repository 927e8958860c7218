import type { HearDriver } from '#components/drivers/driver-place.ts';
import type { AttentionKind } from '#components/tickets/ticket-attention.ts';
import type { QueueRow } from '#components/tickets/ticket-queue.ts';
import { isEnded } from '#lib/domain/ticket-status.ts';
import { dispatch } from '#lib/messages/en/dispatch.ts';
import type { DeskNote, WriteMany } from './announcement-queue.ts';

/** What of an open ticket may change so that people have to know. */
export interface WatchedTicket {
  readonly reference: string;
  readonly driver: { readonly id: number; readonly name: string } | null;
  readonly attention: AttentionKind | null;
  /** How the last offer ended, while that needs a person. */
  readonly offerEnd: 'declined' | 'no_answer' | null;
  /** Whether the driver is heard; null where it does not matter: before and after the way there. */
  readonly heard: boolean | null;
}

export function watchTickets(
  rows: readonly QueueRow[],
  hear: HearDriver,
  nowMs: number,
): ReadonlyMap<number, WatchedTicket> {
  const watched = new Map<number, WatchedTicket>();
  for (const { ticket, attention } of rows) {
    if (isEnded(ticket.status)) continue;
    const { driver, status } = ticket;
    const onTheWay = status === 'assigned' || status === 'en_route';
    watched.set(ticket.id, {
      reference: ticket.reference,
      driver: driver && { id: driver.id, name: driver.name },
      attention: attention?.kind ?? null,
      offerEnd:
        attention?.kind !== 'offer_failed' ? null : attention.offer === 'declined' ? 'declined' : 'no_answer',
      heard: driver !== null && onTheWay ? hear(driver.id, nowMs)?.connectivity === 'live' : null,
    });
  }
  return watched;
}

/** What happened in between to tickets that were known before. */
export function notesBetween(
  before: ReadonlyMap<number, WatchedTicket>,
  after: ReadonlyMap<number, WatchedTicket>,
): readonly DeskNote[] {
  const notes: DeskNote[] = [];
  const { announce } = dispatch;
  for (const [id, now] of after) {
    const then = before.get(id);
    if (then === undefined) continue;
    const { reference, driver } = now;
    if (now.attention === 'late' && then.attention !== 'late')
      notes.push({ kind: 'late', subject: id, sentence: announce.late(reference) });
    if (now.offerEnd !== null && then.offerEnd === null)
      notes.push({ kind: now.offerEnd, subject: id, sentence: announce[now.offerEnd](reference) });
    if (driver === null) continue;
    if (then.driver?.id !== driver.id) {
      notes.push({ kind: 'assigned', subject: id, sentence: announce.assigned(reference, driver.name) });
      continue;
    }
    if (then.heard === true && now.heard === false)
      notes.push({ kind: 'driver_lost', subject: driver.id, sentence: announce.driver_lost(driver.name) });
    if (then.heard === false && now.heard === true)
      notes.push({ kind: 'driver_back', subject: driver.id, sentence: announce.driver_back(driver.name) });
  }
  return notes;
}

export const writeManyNotes: WriteMany = (kind, count) => {
  const { announce } = dispatch;
  switch (kind) {
    case 'connection_lost':
    case 'connection_back':
      return announce[kind];
    case 'late':
      return announce.lateMany(count);
    case 'declined':
      return announce.declinedMany(count);
    case 'no_answer':
      return announce.no_answerMany(count);
    case 'driver_lost':
      return announce.driver_lostMany(count);
    case 'driver_back':
      return announce.driver_backMany(count);
    case 'assigned':
      return announce.assignedMany(count);
  }
};
