import { errorAnswer } from '#lib/api/error-answer.ts';
import { passOn } from '#lib/api/pass-on.ts';
import { isSameOrigin } from '#lib/auth/same-origin.ts';
import { readSessionOf } from '#lib/auth/session-cookie.server.ts';
import { webConfig } from '#lib/config/web-config.server.ts';
import { errors } from '#lib/messages/en/errors.ts';

export const dynamic = 'force-dynamic';

const PATH = '/api/broadcasting/auth';

/**
 * Channel authorisation, JSON or form. A bearer that is present wins (an app's token or a tracking
 * link's); without one the session cookie speaks, from our own pages only.
 */
export async function POST(request: Request): Promise<Response> {
  const { backendUrl, publicUrl } = await webConfig();
  if (request.headers.get('authorization') !== null)
    return passOn({ request, baseUrl: backendUrl, path: PATH });

  const session = await readSessionOf(request);
  if (session === null) return errorAnswer(401, 'unauthenticated', errors.sessionEnded);
  if (!isSameOrigin(request.headers, publicUrl)) return errorAnswer(403, 'cross_site', errors.crossSite);
  return passOn({
    request,
    baseUrl: backendUrl,
    path: PATH,
    headers: { authorization: `Bearer ${session.backend_token}` },
  });
}

/** A preflight of an app on another origin: the backend knows which ones are allowed. */
export async function OPTIONS(request: Request): Promise<Response> {
  return passOn({ request, baseUrl: (await webConfig()).backendUrl, path: PATH });
}
