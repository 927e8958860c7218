import { z } from 'zod';

/** Laravel's list envelope. */
export const PageMeta = z.object({
  current_page: z.int(),
  per_page: z.int(),
  total: z.int(),
  last_page: z.int(),
});
export const PageLinks = z.object({
  first: z.string().nullable(),
  last: z.string().nullable(),
  prev: z.string().nullable(),
  next: z.string().nullable(),
});

export const one = <T extends z.ZodType>(item: T) => z.object({ data: item });
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), links: PageLinks, meta: PageMeta });

export const MAX_PER_PAGE = 100;

/** `page` and `per_page` of a list call; `per_page` above the maximum is clamped, not refused. */
export const PageQuery = z.object({
  page: z.coerce.number().int().min(1).default(1),
  per_page: z.coerce
    .number()
    .int()
    .min(1)
    .transform((n) => Math.min(n, MAX_PER_PAGE))
    .default(25),
});
