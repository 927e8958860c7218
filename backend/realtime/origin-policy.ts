import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a page of this origin may open a socket. Without `allowedOrigins` any may; clients that
 * are no browsers send none. The page's own origin is always fine: browsers do not let a page choose
 * Host or X-Forwarded-Host, so those can be compared with.
 */
export function isOriginAllowed(
  headers: IncomingHttpHeaders,
  allowedOrigins: readonly string[],
  publicUrl: string,
): boolean {
  const { origin } = headers;
  if (origin === undefined || allowedOrigins.length === 0) return true;
  if (allowedOrigins.includes('*') || allowedOrigins.includes(origin)) return true;
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  if (URL.canParse(publicUrl) && new URL(publicUrl).origin === page.origin) return true;
  return [headers.host, headers['x-forwarded-host']].some((host) => host === page.host);
}
