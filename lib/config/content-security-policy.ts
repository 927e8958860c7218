import type { WebConfig } from './web-config.ts';

type PolicyInput = Pick<WebConfig, 'tileUrl' | 'realtimePublic'>;

/**
 * What a page may load: ourselves, the tile server, and the broker where it is not ourselves.
 * Styles keep 'unsafe-inline': positions of map elements and virtual lists are inline styles.
 *
 * @param isDevelopment React's development build evaluates code for its error overlay
 */
export function contentSecurityPolicy(config: PolicyInput, nonce: string, isDevelopment: boolean): string {
  const tiles = config.tileUrl === null ? [] : [tileOrigin(config.tileUrl)];
  const directives: Readonly<Record<string, readonly string[]>> = {
    'default-src': ["'self'"],
    'script-src': [
      "'self'",
      `'nonce-${nonce}'`,
      "'strict-dynamic'",
      ...(isDevelopment ? ["'unsafe-eval'"] : []),
    ],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:', ...tiles],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...brokerSources(config.realtimePublic), ...tiles],
    'worker-src': ["'self'", 'blob:'],
    'manifest-src': ["'self'"],
    'media-src': ["'self'", 'data:', 'blob:'],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ');
}

/** `https://{s}.tile.example.com/…` → `https://*.tile.example.com`. */
function tileOrigin(tileUrl: string): string {
  const { protocol, host } = new URL(tileUrl.replaceAll('{s}', 'subdomain-of-tiles'));
  return `${protocol}//${host.replace('subdomain-of-tiles', '*')}`;
}

function brokerSources(broker: WebConfig['realtimePublic']): readonly string[] {
  if (broker === null) return [];
  const { host, port, scheme } = broker;
  return scheme === 'https'
    ? [`wss://${host}:${port}`, `https://${host}:${port}`]
    : [`ws://${host}:${port}`, `http://${host}:${port}`];
}
