import 'server-only';
import { SyncPage } from '#lib/protocol/sync.ts';
import { backendGet } from './backend.server.ts';

/** 500 rows each: a desk far beyond any city. The browser's own sync fetches what would be left. */
const MAX_PAGES = 60;

/**
 * Everything that the caller may see, as one page whose cursor continues where the last one ended.
 *
 * @throws ApiError
 */
export async function loadSnapshot(token: string): Promise<SyncPage> {
  let page = await backendGet('/sync', SyncPage, { token });
  const whole = { ...page };
  for (let pages = 1; page.has_more && pages < MAX_PAGES; pages += 1) {
    page = await backendGet(`/sync?cursor=${encodeURIComponent(page.cursor)}`, SyncPage, { token });
    whole.tickets = [...whole.tickets, ...page.tickets];
    whole.offers = [...whole.offers, ...page.offers];
    whole.drivers = [...whole.drivers, ...page.drivers];
    whole.messages = [...whole.messages, ...page.messages];
    whole.alerts = [...whole.alerts, ...page.alerts];
    whole.removed = [...whole.removed, ...page.removed];
  }
  return { ...whole, cursor: page.cursor, has_more: page.has_more };
}
