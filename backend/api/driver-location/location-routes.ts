import { createRoute, z } from '@hono/zod-openapi';
import { requireUser } from '#backend/api/authenticate.ts';
import {
  BEARER,
  createRouter,
  jsonAnswer,
  jsonBody,
  refusals,
  validationRefusal,
} from '#backend/api/router.ts';
import type { IndexedFix } from '#backend/commands/location-writer.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { Refusal } from '#backend/platform/refusal.ts';
import { Fix, FixBatch, LocationResponse } from '#lib/protocol/fix.ts';
import { one } from '#lib/protocol/paging.ts';

/** One fix, or an envelope; each fix of an envelope is decoded by itself, in the handler. */
const Body = z.union([FixBatch, z.looseObject({ latitude: z.unknown() }), z.unknown()]);

export function locationRoutes(backend: Backend) {
  const router = createRouter();

  router.openapi(
    createRoute({
      method: 'post',
      path: '/driver/location',
      tags: ['Driver'],
      security: BEARER,
      middleware: requireUser(backend, 'driver'),
      request: { body: jsonBody(Body) },
      responses: {
        202: jsonAnswer(one(LocationResponse), 'Durable.'),
        401: refusals,
        403: refusals,
        422: refusals,
        503: refusals,
      },
    }),
    async (c) => {
      const { driverId } = c.get('actor');
      if (driverId === null) {
        throw new Refusal(403, 'no_driver', 'This account has no driver yet. Ask an admin to make one.');
      }
      const { fixes, invalid } = decodeFixes(c.req.valid('json'));
      const written = await backend.locations.write(driverId, fixes);
      const rejected = [
        ...invalid.map((index) => ({ index, code: 'invalid' as const })),
        ...written.rejected,
      ];
      const data = { ...written, rejected: rejected.toSorted((a, b) => a.index - b.index) };
      return c.json({ data }, 202);
    },
  );

  return router;
}

/** @throws Refusal 422 when not one fix can be read */
function decodeFixes(body: unknown): {
  readonly fixes: readonly IndexedFix[];
  readonly invalid: readonly number[];
} {
  if (typeof body !== 'object' || body === null || !('fixes' in body)) {
    return { fixes: [{ index: 0, fix: decodeOrRefuse(Fix, body) }], invalid: [] };
  }
  const batch = decodeOrRefuse(FixBatch, body);
  const fixes: IndexedFix[] = [];
  const invalid: number[] = [];
  for (const [index, raw] of batch.fixes.entries()) {
    const fix = Fix.safeParse(raw);
    if (fix.success) fixes.push({ index, fix: fix.data });
    else invalid.push(index);
  }
  if (fixes.length === 0) decodeOrRefuse(z.object({ fixes: z.array(Fix) }), body);
  return { fixes, invalid };
}

function decodeOrRefuse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (!result.success) throw validationRefusal(result.error);
  return result.data;
}
