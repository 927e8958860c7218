import type { z } from 'zod';
import { Connection, type ConnectionSort } from '#lib/protocol/connection.ts';
import { page } from '#lib/protocol/paging.ts';

export const ConnectionsAnswer = page(Connection);
export type ConnectionsAnswer = z.infer<typeof ConnectionsAnswer>;

export interface ConnectionsQuery {
  readonly search: string;
  readonly sort: ConnectionSort;
  readonly descending: boolean;
  /** From 1. */
  readonly page: number;
}

const PER_PAGE = 25;
export const FIRST_QUERY: ConnectionsQuery = { search: '', sort: 'connected_at', descending: true, page: 1 };

export function connectionsPath({ search, sort, descending, page: number }: ConnectionsQuery): string {
  const query = new URLSearchParams({
    sort: `${descending ? '-' : ''}${sort}`,
    page: String(number),
    per_page: String(PER_PAGE),
  });
  if (search.trim() !== '') query.set('search', search.trim());
  return `/admin/connections?${query.toString()}`;
}
