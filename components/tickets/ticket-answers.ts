import { z } from 'zod';
import { one } from '#lib/protocol/paging.ts';
import { Ticket, TimelineEvent } from '#lib/protocol/ticket.ts';
import { TrackingLink } from '#lib/protocol/tracking.ts';

/** Answers of the ticket calls as the desk reads them. */
export const TicketAnswer = one(Ticket);
export const TimelinePage = z.object({
  data: z.array(TimelineEvent),
  meta: z.object({ last_page: z.int() }).optional(),
});
export const TrackingLinkAnswer = one(TrackingLink);
export const TrackingLinksAnswer = z.object({ data: z.array(TrackingLink) });
export const NoAnswer = z.unknown();
