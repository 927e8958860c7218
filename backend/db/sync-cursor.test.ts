import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor, SNAPSHOT_PARTS, type SyncCursor } from './sync-cursor.ts';

test('a cursor reads back as it was written', () => {
  const cursor: fc.Arbitrary<SyncCursor> = fc
    .record({
      epoch: fc.stringMatching(/^[\w-]{1,40}$/),
      position: fc.integer({ min: 0 }),
      snapshot: fc.option(
        fc.record({ part: fc.constantFrom(...SNAPSHOT_PARTS), afterId: fc.integer({ min: 0 }) }),
        { nil: undefined },
      ),
    })
    .map(({ snapshot, ...place }) => (snapshot ? { ...place, snapshot } : place));
  fc.assert(
    fc.property(cursor, (value) => {
      expect(decodeCursor(encodeCursor(value))).toEqual(value);
    }),
  );
});

test('any other text is no cursor, and never throws', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(decodeCursor(`!${text}`)).toBeUndefined();
    }),
  );
});
