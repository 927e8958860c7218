import { describe, expect, test } from 'vitest';
import { cardPlace } from './card-place.ts';

const CARD = { width: 160, height: 44 };
const MAP = { width: 800, height: 600 };

describe('a hover card', () => {
  test('stands above its marker, in the middle', () => {
    expect(cardPlace({ x: 400, y: 300 }, CARD, MAP)).toEqual({ x: 320, y: 236, below: false });
  });

  test('flips below where the top edge would cut it', () => {
    expect(cardPlace({ x: 400, y: 30 }, CARD, MAP)).toEqual({ x: 320, y: 66, below: true });
  });

  test('is never cut at any edge or corner', () => {
    for (const x of [-20, 0, 5, 400, 795, 820])
      for (const y of [-20, 0, 5, 300, 595, 620]) {
        const place = cardPlace({ x, y }, CARD, MAP);
        expect(place.x).toBeGreaterThanOrEqual(0);
        expect(place.y).toBeGreaterThanOrEqual(0);
        expect(place.x + CARD.width).toBeLessThanOrEqual(MAP.width);
        expect(place.y + CARD.height).toBeLessThanOrEqual(MAP.height);
      }
  });

  test('does not flip to and fro on the line where both sides fit', () => {
    expect(cardPlace({ x: 400, y: 71 }, CARD, MAP, true).below).toBe(true);
    expect(cardPlace({ x: 400, y: 71 }, CARD, MAP, false).below).toBe(false);
    expect(cardPlace({ x: 400, y: 300 }, CARD, MAP, true).below).toBe(false);
  });

  test('stands on whole pixels, so that its text does not swim', () => {
    const { x, y } = cardPlace({ x: 400.4, y: 300.7 }, { width: 161, height: 45 }, MAP);
    expect([x, y].every(Number.isInteger)).toBe(true);
  });
});
