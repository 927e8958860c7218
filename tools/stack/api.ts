import type { z } from 'zod';

/** The REST API as a test speaks it: straight to the web port, with a bearer token. */
export interface Api {
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  patch<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  /** The answer as it is, for tests about refusals. */
  send(method: string, path: string, body?: unknown): Promise<Response>;
}

export function createApi(baseUrl: string, token: string): Api {
  const send = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${baseUrl}/api${path}`, {
      method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(15_000),
    });
  const decoded = async <T>(
    method: string,
    path: string,
    schema: z.ZodType<T>,
    body?: unknown,
  ): Promise<T> => {
    const response = await send(method, path, body);
    if (!response.ok) throw new Error(`${method} ${path} → ${response.status} ${await response.text()}`);
    return schema.parse(await response.json());
  };
  return {
    send,
    get: (path, schema) => decoded('GET', path, schema),
    post: (path, body, schema) => decoded('POST', path, schema, body),
    patch: (path, body, schema) => decoded('PATCH', path, schema, body),
  };
}
