import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { ApiError, codeOfDigest } from './api-error.ts';
import { apiRequest } from './request.ts';

let server: Server | undefined;
afterEach(async () => {
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

async function serve(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
}

const call = (url: string, timeoutMs = 5_000) =>
  apiRequest({
    method: 'GET',
    url,
    schema: z.object({ data: z.string() }),
    timeoutMs,
    unreachable: { code: 'backend_unavailable', message: 'Away.' },
  });
const failure = async (url: string, timeoutMs?: number): Promise<ApiError> => {
  const error = await call(url, timeoutMs).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
};

test('a refusal keeps the contract’s code, sentence, fields and request id', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(422).end(
      JSON.stringify({
        message: 'No.',
        code: 'invalid',
        request_id: 'r-1',
        errors: { email: ['Wrong.', 'Bad.'] },
      }),
    );
  });
  const error = await failure(url);
  expect(error).toMatchObject({ status: 422, code: 'invalid', message: 'No.', fields: { email: 'Wrong.' } });
  expect(error.body?.request_id).toBe('r-1');
  expect(codeOfDigest(error.digest)).toBe('invalid');
});

test('Laravel’s plain refusals get the contract’s codes', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(401).end(JSON.stringify({ message: 'Unauthenticated.' }));
  });
  expect(await failure(url)).toMatchObject({ status: 401, code: 'unauthenticated' });
});

test('an HTML page where JSON should be is told apart from a backend that is away', async () => {
  const url = await serve((request, response) => {
    response.writeHead(request.url === '/gateway' ? 502 : 200).end('<html></html>');
  });
  expect(await failure(url)).toMatchObject({ code: 'unreadable' });
  expect(await failure(`${url}/gateway`)).toMatchObject({ code: 'backend_unavailable' });
});

test('an answer of another shape is unreadable, not half-believed', async () => {
  const url = await serve((_request, response) => response.end(JSON.stringify({ data: 7 })));
  expect(await failure(url)).toMatchObject({ code: 'unreadable' });
});

test('silence ends after the timeout', async () => {
  const url = await serve(() => undefined);
  const error = await failure(url, 50);
  server?.closeAllConnections();
  expect(error).toMatchObject({ status: 0, code: 'timeout' });
});

test('nobody there is said so', async () => {
  const url = await serve(() => undefined);
  await new Promise((resolve) => server?.close(resolve));
  server = undefined;
  expect(await failure(url)).toMatchObject({ status: 0, code: 'backend_unavailable', message: 'Away.' });
});
