import type { Context } from 'hono';
import { z } from '@hono/zod-openapi';
import type { ApiEnv } from '#backend/api/api-env.ts';
import { clientAddress } from '#backend/api/client-address.ts';
import { limitBody } from '#backend/api/request-guards.ts';
import { createRouter, jsonAnswer, refusals } from '#backend/api/router.ts';
import type { IndexedFix } from '#backend/commands/location-writer.ts';
import { createAddressThrottle } from '#backend/platform/address-throttle.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { Refusal } from '#backend/platform/refusal.ts';
import { LocationResponse, type FixRejection } from '#lib/protocol/fix.ts';
import { one } from '#lib/protocol/paging.ts';
import { decodeOsmAnd } from './osmand-request.ts';

/** A forgotten phone sends once in a few seconds; a guesser is slowed to one guess in two seconds. */
export const MAX_UNKNOWN = 30;
export const UNKNOWN_WINDOW_MS = 60_000;

/**
 * Where tracker apps send a driver's position. A known token is answered 200 whatever its fixes are worth:
 * the apps send one fix again and again until it is taken, and everything after it waits.
 */
export function ingestRoutes(backend: Backend) {
  const { clock, config, devices, locations } = backend;
  const unknown = createAddressThrottle(clock, { maxFailures: MAX_UNKNOWN, windowMs: UNKNOWN_WINDOW_MS });
  const router = createRouter();

  const knownDevice = async (c: Context<ApiEnv>, token: string | undefined) => {
    const address = clientAddress(c, config.trustedProxies);
    const waitSeconds = unknown.waitSeconds(address);
    // The other phones behind the same address go on.
    if (waitSeconds !== null && (token === undefined || !devices.wasKnown(token))) {
      throw new Refusal(429, 'too_many_attempts', 'Too many unknown devices at this address.', {
        retryAfterSeconds: waitSeconds,
      });
    }
    const device = token === undefined ? null : await devices.find(token);
    if (device) return device;
    unknown.failed(address);
    throw new Refusal(
      401,
      'unknown_device',
      'This device identifier is unknown or revoked. Add the phone again on the dispatch desk.',
    );
  };

  const take = async (c: Context<ApiEnv>) => {
    const { token, fixes } = decodeOsmAnd(
      {
        query: new URL(c.req.url).searchParams,
        contentType: c.req.header('content-type') ?? '',
        body: await c.req.text(),
      },
      clock.nowMs(),
    );
    const device = await knownDevice(c, token);
    const usable: IndexedFix[] = [];
    const rejected: LocationResponse['rejected'] = [];
    for (const [index, fix] of fixes.entries()) {
      if (fix) usable.push({ index, fix });
      else rejected.push({ index, code: 'invalid' });
    }
    const written = await locations.write(device.driverId, usable);
    rejected.push(...written.rejected);
    const { stored, duplicates } = written;
    devices.count(device.id, { stored, duplicates, rejected: byReason(rejected) });
    const data: LocationResponse = {
      stored,
      duplicates,
      rejected: rejected.toSorted((a, b) => a.index - b.index),
    };
    c.header('Cache-Control', 'no-store');
    return c.json({ data }, 200);
  };

  // A slash at the end is easily typed with the address.
  router.on(['GET', 'POST'], ['/ingest/osmand', '/ingest/osmand/'], limitBody, take);
  for (const method of ['get', 'post'] as const) {
    router.openAPIRegistry.registerPath({
      method,
      path: '/ingest/osmand',
      tags: ['Driver'],
      summary: 'Positions from Traccar Client and other OsmAnd apps; also as form or JSON body',
      request: { query: Query },
      responses: {
        200: jsonAnswer(
          one(LocationResponse),
          'The token is known; good fixes are durable, bad ones counted.',
        ),
        401: refusals,
        429: refusals,
        503: refusals,
      },
    });
  }
  return router;
}

/** For the description only: what is sent is decoded leniently. */
const Query = z.object({
  id: z.string().optional().openapi({ description: 'The device token; `deviceid` is read too.' }),
  lat: z.string().optional(),
  lon: z.string().optional(),
  timestamp: z
    .string()
    .optional()
    .openapi({ description: 'Epoch seconds or milliseconds, or ISO 8601; default now.' }),
  speed: z.string().optional().openapi({ description: 'Knots.' }),
  bearing: z.string().optional().openapi({ description: 'Degrees; `heading` is read too.' }),
  altitude: z.string().optional().openapi({ description: 'Metres; not kept.' }),
  accuracy: z.string().optional().openapi({ description: 'Metres.' }),
  batt: z.string().optional().openapi({ description: 'Percent.' }),
});

function byReason(rejected: LocationResponse['rejected']): Partial<Record<FixRejection, number>> {
  const counts: Partial<Record<FixRejection, number>> = {};
  for (const { code } of rejected) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}
