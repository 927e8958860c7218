import { errorAnswer } from '#lib/api/error-answer.ts';
import { passOn } from '#lib/api/pass-on.ts';
import { isSameOrigin } from '#lib/auth/same-origin.ts';
import { readSessionOf } from '#lib/auth/session-cookie.server.ts';
import { webConfig } from '#lib/config/web-config.server.ts';
import { errors } from '#lib/messages/en/errors.ts';

export const dynamic = 'force-dynamic';

const PREFIX = '/api/bff';
const TIMEOUT_MS = 9_000;

/**
 * The browser's calls: the session cookie comes in, the backend's bearer token goes on. Reads and writes
 * must come from our own pages, because the browser adds the cookie to other sites' requests too.
 */
async function handle(request: Request): Promise<Response> {
  const { backendUrl, publicUrl } = await webConfig();
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const isForeign = isRead
    ? request.headers.get('sec-fetch-site') === 'cross-site'
    : !isSameOrigin(request.headers, publicUrl);
  if (isForeign) return errorAnswer(403, 'cross_site', errors.crossSite);
  const session = await readSessionOf(request);
  if (session === null) return errorAnswer(401, 'unauthenticated', errors.sessionEnded);
  const { pathname, search } = new URL(request.url);
  const answer = await passOn({
    request,
    baseUrl: backendUrl,
    path: `/api${pathname.slice(PREFIX.length)}${search}`,
    headers: { authorization: `Bearer ${session.backend_token}`, origin: undefined },
    timeoutMs: TIMEOUT_MS,
  });
  answer.headers.set('Cache-Control', 'no-store');
  return answer;
}

export { handle as GET, handle as HEAD, handle as POST, handle as PUT, handle as PATCH, handle as DELETE };
