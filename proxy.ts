import { NextResponse, type NextRequest } from 'next/server';
import { withoutToken } from '#lib/api/socket-token.ts';
import { contentSecurityPolicy } from '#lib/config/content-security-policy.ts';
import { PATH_HEADER } from '#lib/auth/path-header.ts';
import { webConfig } from '#lib/config/web-config.server.ts';

/**
 * Runs before pages and for WebSocket upgrades. Upgrades are rewritten to the backend or broker by
 * addresses read at run time (`rewrites` of next.config would fix them when the image is built). Plain HTTP
 * on the same paths is passed on by route handlers, which stream bodies that this file would buffer.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const upgrade = request.headers.get('upgrade');
  return upgrade?.toLowerCase() === 'websocket' && isSocketPath(request.nextUrl.pathname)
    ? passUpgradeOn(request)
    : securePage(request);
}

export const config = {
  matcher: [
    // next-router-prefetch requests get no document, so no policy either.
    '/((?!api/|app/|apps/|ws/|_next/static|_next/image|basemap/|.*\\.(?:png|svg|ico|webmanifest|js|txt|woff2)$).*)',
    { source: '/app/:path*', has: [{ type: 'header', key: 'upgrade' }] },
    { source: '/ws/:path*', has: [{ type: 'header', key: 'upgrade' }] },
  ],
};

const isSocketPath = (pathname: string): boolean =>
  pathname.startsWith('/app/') || pathname.startsWith('/ws/');

async function passUpgradeOn(request: NextRequest): Promise<NextResponse> {
  const { backendUrl, brokerUrl } = await webConfig();
  const { pathname, search } = request.nextUrl;
  const headers = new Headers(request.headers);
  headers.delete('cookie');
  const target = withoutToken(`${pathname}${search}`, headers.get('authorization') ?? undefined);
  if (target.authorization !== undefined) headers.set('authorization', target.authorization);
  const base = pathname.startsWith('/app/') ? brokerUrl : backendUrl;
  return NextResponse.rewrite(new URL(target.path, base), { request: { headers } });
}

async function securePage(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl;
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(await webConfig(), nonce, process.env.NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // Next reads the nonce for its own scripts from here.
  headers.set('content-security-policy', policy);
  headers.set(PATH_HEADER, `${pathname}${search}`);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  if (pathname.startsWith('/track/') || pathname.startsWith('/setup/')) {
    // The address itself is a secret.
    response.headers.set('Referrer-Policy', 'no-referrer');
    response.headers.set('X-Robots-Tag', 'noindex');
    response.headers.set('Cache-Control', 'no-store');
  } else {
    response.headers.set('Referrer-Policy', 'same-origin');
  }
  return response;
}
