import { z } from 'zod';

/** What a page dropped of what came over its socket, and why: positions by reason, and frames it could not read. */
export const DESK_DROPS = [
  'fixes_repeated',
  'fixes_older',
  'fixes_future',
  'fixes_invalid',
  'fixes_unknown_driver',
  'events_bad',
] as const;
export type DeskDrop = (typeof DESK_DROPS)[number];

/** `POST /desk/counts`: how many more since the last report of this page. */
export const DeskCounts = z
  .partialRecord(z.enum(DESK_DROPS), z.int().min(0).max(1_000_000))
  .meta({ id: 'DeskCounts' });
export type DeskCounts = z.infer<typeof DeskCounts>;
