/**
 * Whether a request that carries the session cookie comes from our own pages. Browsers send
 * Sec-Fetch-Site; those that do not yet send Origin with every request that changes something.
 *
 * @param publicUrl the origin that people use, for a proxy in front that rewrites Host
 */
export function isSameOrigin(headers: Headers, publicUrl: string): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = headers.get('origin');
  if (origin === null || !URL.canParse(origin)) return false;
  if (origin === new URL(publicUrl).origin) return true;
  return new URL(origin).host === (headers.get('x-forwarded-host') ?? headers.get('host'));
}
