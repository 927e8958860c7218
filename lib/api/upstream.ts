import http from 'node:http';
import https from 'node:https';

/** How long the head of an answer may take; its body may stream for longer. */
export const PASS_TIMEOUT_MS = 30_000;

const AGENTS = {
  plain: new http.Agent({ keepAlive: true, maxSockets: 512, maxFreeSockets: 64 }),
  secure: new https.Agent({ keepAlive: true, maxSockets: 512, maxFreeSockets: 64 }),
} as const;

/**
 * A request to the backend or broker over kept connections. node:http, because fetch decodes bodies and
 * rewrites lengths on their way through.
 *
 * @param path path and query below the base's own path
 */
export function requestUpstream(
  baseUrl: string,
  path: string,
  method: string,
  headers: http.OutgoingHttpHeaders,
): http.ClientRequest {
  const { secure, request } = requestOptions(baseUrl, path, method, headers);
  return (secure ? https : http).request({ ...request, agent: secure ? AGENTS.secure : AGENTS.plain });
}

export function requestOptions(
  baseUrl: string,
  path: string,
  method: string,
  headers: http.OutgoingHttpHeaders,
): { readonly secure: boolean; readonly request: http.RequestOptions } {
  const base = new URL(baseUrl);
  const secure = base.protocol === 'https:';
  return {
    secure,
    request: {
      hostname: base.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: base.port === '' ? (secure ? 443 : 80) : base.port,
      method,
      path: `${base.pathname.replace(/\/$/, '')}${path}`,
      headers,
    },
  };
}
