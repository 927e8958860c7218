import { describe, expect, it } from 'vitest';
import { NOW_MS, locateIn, sampleDriver, sampleTicket } from '#tests/fixtures/samples.ts';
import { CONTRACT_LIMITS } from '#lib/domain/connectivity.ts';
import { candidates, nearestCandidate } from './candidates.ts';

const at = (latitude: number) => {
  const { position } = sampleDriver();
  return position && { ...position, latitude };
};

describe('candidates', () => {
  it('lists who can go now by distance, and says of the others why not', () => {
    const ticket = sampleTicket();
    const drivers = [
      sampleDriver({ id: 1, duty: 'off', status: 'off_duty' }),
      sampleDriver({ id: 2, position: at(57.75) }),
      sampleDriver({ id: 3, position: at(57.71) }),
      sampleDriver({ id: 4, status: 'busy' }),
      sampleDriver({ id: 5, skills: ['fuel'] }),
      sampleDriver({ id: 6, fixAgeMs: 600_000 }),
      sampleDriver({ id: 7, position: null }),
      sampleDriver({ id: 8, status: 'offered' }),
    ];
    const list = candidates(ticket, drivers, locateIn(drivers), NOW_MS, CONTRACT_LIMITS);
    expect(list.map((c) => [c.driver.id, c.obstacle])).toEqual([
      [3, null],
      [2, null],
      [6, 'no_position'],
      [7, 'no_position'],
      [8, 'offered'],
      [4, 'busy'],
      [5, 'no_skill'],
      [1, 'off_duty'],
    ]);
    expect(nearestCandidate(list)?.driver.id).toBe(3);
    expect(list[0]?.distanceM).toBeCloseTo(311, -1);
  });

  it('knows nobody nearest when nobody can go', () => {
    expect(
      nearestCandidate(
        candidates(sampleTicket(), [sampleDriver({ duty: 'off' })], () => null, NOW_MS, CONTRACT_LIMITS),
      ),
    ).toBeUndefined();
  });
});
