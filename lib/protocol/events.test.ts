import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DriverLocations, isDriverLocations } from './events.ts';

const NAMES = ['id', 'lat', 'lng', 'heading', 'speed', 'accuracy', 'age', 'status'];
const sound = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.integer())
  .map(([rows, seed]): Record<string, unknown> => {
    const columns = NAMES.map((name, index) => [
      name,
      Array.from({ length: rows }, (_, i) => seed + index * i),
    ]);
    return { v: 1, at: seed, ...Object.fromEntries(columns) };
  });
const odd = fc.oneof(
  fc.constantFrom(undefined, null, 'x', 2, 1.5, Number.NaN, 2 ** 53, {}, []),
  fc.array(fc.constantFrom<unknown>(1, -1, 1.5, '1', null, Number.POSITIVE_INFINITY), { maxLength: 5 }),
);

it('the quick judgement of driver.locations is the schema’s, whatever one field holds', () => {
  fc.assert(
    fc.property(sound, fc.constantFrom('v', 'at', ...NAMES), fc.option(odd), (event, name, value) => {
      const data = value === null ? event : { ...event, [name]: value };
      expect(isDriverLocations(data)).toBe(DriverLocations.safeParse(data).success);
    }),
    { numRuns: 500 },
  );
});

it('takes the events that the server sends', () => {
  const event = Object.fromEntries(NAMES.map((name) => [name, [1, 2, 3]]));
  expect(isDriverLocations({ v: 1, at: 1_764_000_000_000, ...event })).toBe(true);
  expect(isDriverLocations([])).toBe(false);
  expect(isDriverLocations(null)).toBe(false);
});
