import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DriverLocations, MAX_EVENT_BYTES } from '#lib/protocol/events.ts';
import { fleetEvents, type FleetRow } from './fleet-columns.ts';

const AT = 1_795_000_000_000;
const row: fc.Arbitrary<FleetRow> = fc.record({
  id: fc.integer({ min: 1, max: 2_147_483_647 }),
  lat: fc.integer({ min: -90_000_000, max: 90_000_000 }),
  lng: fc.integer({ min: -180_000_000, max: 180_000_000 }),
  heading: fc.integer({ min: -1, max: 359 }),
  speed: fc.integer({ min: -1, max: 1_500 }),
  accuracy: fc.integer({ min: -1, max: 1_000_000 }),
  recordedAtMs: fc.integer({ min: AT - 86_400_000, max: AT + 60_000 }),
  status: fc.integer({ min: 0, max: 3 }),
});

describe('12 positions', () => {
  it('12.1 puts any rows into columns of one length under the size limit, every row once and in order', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 1_500 }), (rows) => {
        const events = fleetEvents(rows, AT);
        for (const event of events) {
          expect(DriverLocations.safeParse(event).success).toBe(true);
          expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(MAX_EVENT_BYTES);
          expect(event.age.every((age) => age >= 0)).toBe(true);
        }
        const joined = events.flatMap((event) =>
          event.id.map((id, n) => [
            id,
            event.lat[n],
            event.lng[n],
            event.heading[n],
            event.speed[n],
            event.accuracy[n],
          ]),
        );
        expect(joined).toEqual(rows.map((r) => [r.id, r.lat, r.lng, r.heading, r.speed, r.accuracy]));
      }),
      { numRuns: 60 },
    );
  });

  it('12.2 needs no more events than the limit asks for', () => {
    const rows = Array.from({ length: 1_000 }, (_, n) => ({
      ...{ id: n + 1, lat: 57_707_200, lng: 11_966_800, heading: 90, speed: 120, accuracy: 5 },
      ...{ recordedAtMs: AT - 500, status: 0 },
    }));
    const bytes = fleetEvents(rows, AT).map((event) => JSON.stringify(event).length);
    expect(bytes.slice(0, -1).every((length) => length > MAX_EVENT_BYTES - 250)).toBe(true);
    expect(fleetEvents([], AT)).toEqual([]);
  });
});
