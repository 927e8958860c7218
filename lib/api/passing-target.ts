import type { WebConfig } from '#lib/config/web-config.ts';

export interface PassingTarget {
  readonly baseUrl: string;
  /** Path and query there, dot segments resolved: nothing beside the passed paths can be reached. */
  readonly path: string;
}

/** Where the web port passes a path on to; undefined for pages and for what this server answers itself. */
export function passingTarget(
  url: string,
  config: Pick<WebConfig, 'backendUrl' | 'brokerUrl'>,
): PassingTarget | undefined {
  const base = 'http://local.invalid';
  if (!url.startsWith('/') || !URL.canParse(url, base)) return undefined;
  const { origin, pathname, search } = new URL(url, base);
  if (origin !== base) return undefined;
  const path = `${pathname}${search}`;
  if (pathname.startsWith('/app/') || pathname.startsWith('/apps/'))
    return { baseUrl: config.brokerUrl, path };
  if (pathname.startsWith('/ws/')) return { baseUrl: config.backendUrl, path };
  const own = pathname === '/api/broadcasting/auth' || /^\/api\/(?:auth|bff)(?:\/|$)/.test(pathname);
  return pathname.startsWith('/api/') && !own ? { baseUrl: config.backendUrl, path } : undefined;
}
