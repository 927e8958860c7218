import { z } from '@hono/zod-openapi';
import { TICKET_STATUSES } from '#lib/domain/ticket-status.ts';
import { PRIORITIES, SERVICE_TYPES } from '#lib/domain/vocabulary.ts';
import { PageQuery } from '#lib/protocol/paging.ts';
import { commaList, offsetOf, searchText } from '../paging.ts';
import { TICKET_SORTS, type TicketListQuery, type TicketSort } from './list-tickets.ts';

const isSort = (name: string): name is TicketSort => TICKET_SORTS.some((sort) => sort === name);

/** `-priority,created_at`: the first counts most. */
const sort = z
  .string()
  .refine(
    (text) => text.split(',').every((part) => isSort(part.replace(/^-/, ''))),
    `sort must be made of ${TICKET_SORTS.join(', ')}, each with or without a leading minus`,
  )
  .default('-created_at');

export const TicketQuery = PageQuery.extend({
  status: commaList(z.enum(TICKET_STATUSES)),
  driver_id: commaList(z.coerce.number().int().positive()),
  service_type: commaList(z.enum(SERVICE_TYPES)),
  priority: commaList(z.enum(PRIORITIES)),
  search: searchText,
  sort,
});
export type TicketQuery = z.infer<typeof TicketQuery>;

export function listQueryOf(query: TicketQuery): TicketListQuery {
  const filter = <T>(values: readonly T[] | undefined) => (values?.length === 0 ? undefined : values);
  return {
    status: filter(query.status),
    driverIds: filter(query.driver_id),
    serviceType: filter(query.service_type),
    priority: filter(query.priority),
    search: query.search,
    sort: query.sort.split(',').flatMap((part) => {
      const by = part.replace(/^-/, '');
      return isSort(by) ? [{ by, descending: part.startsWith('-') }] : [];
    }),
    limit: query.per_page,
    offset: offsetOf(query),
  };
}
