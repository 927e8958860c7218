import { errors } from '#lib/messages/en/errors.ts';
import { apiRequest } from '#lib/api/request.ts';
import type { Get } from './live-sync.ts';

/** Reads below `/api` on the page's own origin without a session: for the holder of a link. */
export const apiGet: Get = (path, schema) =>
  apiRequest({
    method: 'GET',
    url: `/api${path}`,
    schema,
    unreachable: { code: 'offline', message: errors.network },
  });
