import type { Context } from 'hono';
import { z } from 'zod';
import { asc, desc, type AnyColumn, type SQL } from 'drizzle-orm';
import type { BackendConfig } from '#lib/config/backend-config.ts';
import type { ApiEnv } from './api-env.ts';

/** Laravel's list conventions: comma filters, `sort=-created_at`, links and meta. */

/** `status=created,offered`; an unknown word is refused, an empty value is no filter. */
export const commaList = <T extends z.ZodType>(item: T) =>
  z
    .preprocess(
      (value) => (typeof value === 'string' ? value.split(',').filter((part) => part !== '') : value),
      z.array(item).max(100),
    )
    .optional();

export const searchText = z.string().trim().max(200).optional();

/** A `sort` parameter over these names, each with or without a leading minus. */
export const sortText = (names: readonly string[]) =>
  z
    .string()
    .refine((text) => names.includes(text.replace(/^-/, '')), `sort must be one of ${names.join(', ')}`)
    .optional();

/** `sort` was validated by `sortText` over the keys of `columns`. The id keeps the order total. */
export function orderOf(
  sort: string | undefined,
  columns: Readonly<Record<string, AnyColumn>>,
  fallback: string,
  id: AnyColumn,
): SQL[] {
  const text = sort ?? fallback;
  const descending = text.startsWith('-');
  const column = columns[text.replace(/^-/, '')] ?? id;
  return descending ? [desc(column), desc(id)] : [asc(column), asc(id)];
}

/** For `ilike`: the text anywhere, its wildcards taken literally. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;

export interface PageRequest {
  readonly page: number;
  readonly per_page: number;
}

export const offsetOf = ({ page, per_page: perPage }: PageRequest): number => (page - 1) * perPage;

export function pageOf<T>(
  c: Context<ApiEnv>,
  config: Pick<BackendConfig, 'publicUrl'>,
  { page, per_page: perPage }: PageRequest,
  total: number,
  data: T[],
) {
  const last = Math.max(1, Math.ceil(total / perPage));
  const link = (to: number): string => {
    const url = new URL(c.req.url);
    url.searchParams.set('page', String(to));
    return `${config.publicUrl}${url.pathname}${url.search}`;
  };
  return {
    data,
    links: {
      first: link(1),
      last: link(last),
      prev: page > 1 ? link(Math.min(page - 1, last)) : null,
      next: page < last ? link(page + 1) : null,
    },
    meta: { current_page: page, per_page: perPage, total, last_page: last },
  };
}
