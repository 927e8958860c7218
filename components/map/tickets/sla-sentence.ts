import { writeDuration } from '#components/dispatch/measures.ts';
import { map as words } from '#lib/messages/en/map.ts';
import type { TicketSla } from './ticket-sla.ts';

/** "due in 12 min", "late by 4 min", "offer ends in 40 sec": what the ring shows. */
export function slaSentence({ kind, tone, endsAtMs }: TicketSla, nowMs: number): string {
  const leftMs = endsAtMs - nowMs;
  const duration = writeDuration(Math.abs(leftMs));
  if (kind === 'offer') return leftMs > 0 ? words.offerEndsIn(duration) : words.offerEnding;
  if (tone === 'late') return words.lateBy(duration);
  return words.dueIn(duration);
}
