import { describe, expect, it } from 'vitest';
import { createFleetStore } from '#lib/store/fleet-store.ts';
import { fixtureBatch, fixtureDriver } from '#lib/store/fixtures.ts';
import { createServerClock } from '#lib/store/server-clock.ts';
import { latitudeOf, longitudeOf } from '#lib/store/world.ts';
import type { FleetView, LabelImage } from './fleet-renderer.ts';
import { createLabelPlacer, MAX_LABELS, TRIED_AT_ONCE } from './place-labels.ts';

const START = Date.parse('2026-11-28T08:00:00Z');
const WORLD_LEFT = 2 ** 31;
const WORLD_TOP = 2 ** 30;
const UNITS_PER_PX = 1_000;
const view: FleetView = {
  worldLeft: WORLD_LEFT,
  worldTop: WORLD_TOP,
  scale: 1 / UNITS_PER_PX,
  widthPx: 1_280,
  heightPx: 800,
  ratio: 1,
};
const WIDTH_PX = 60;

function openFleet() {
  let nowMs = START;
  const fleet = createFleetStore({ clock: createServerClock(START, () => nowMs) });
  const put = (id: number, x: number, y: number) => {
    fleet.applyDriver(fixtureDriver({ id }));
    fleet.apply(
      fixtureBatch(nowMs, [
        {
          id,
          latitude: latitudeOf(WORLD_TOP + y * UNITS_PER_PX),
          longitude: longitudeOf(WORLD_LEFT + x * UNITS_PER_PX),
        },
      ]),
    );
  };
  const placer = createLabelPlacer(fleet);
  const imageOf = (id: number): LabelImage => ({
    key: `${id}`,
    widthPx: WIDTH_PX,
    heightPx: 17,
    // Placement looks at the size only.
    pixels: { width: WIDTH_PX, height: 17, data: new Uint8ClampedArray(0), colorSpace: 'srgb' },
  });
  const place = (selectedRow = -1, everyone = true, afresh = true) =>
    placer
      .place(view, { selectedRow, nowMs, timeOf: () => nowMs }, everyone, afresh, imageOf)
      .map(({ image }) => Number(image.key));
  return { fleet, put, place, advance: (ms: number) => (nowMs += ms) };
}

describe('label placement', () => {
  it('labels those whose names fit and leaves out those that would lie on another', () => {
    const { put, place } = openFleet();
    put(1, 100, 100);
    put(2, 130, 105);
    put(3, 300, 100);
    put(4, 5_000, 100);
    expect(place()).toEqual([1, 3]);
  });

  it('keeps a label where it was when another vehicle comes by that is earlier in the list', () => {
    const { put, place, advance } = openFleet();
    put(1, 5_000, 100);
    put(2, 100, 100);
    expect(place()).toEqual([2]);
    advance(20_000);
    put(1, 110, 100);
    advance(20_000);
    expect(place()).toEqual([2]);
  });

  it('always labels the selected one, and only that one on a wide view', () => {
    const { fleet, put, place } = openFleet();
    put(1, 100, 100);
    put(2, 110, 100);
    put(3, 400, 100);
    const selected = fleet.rowOf(2) ?? -1;
    expect(place(selected)).toEqual([2, 3]);
    expect(place(selected, false)).toEqual([2]);
  });

  it('labels nobody who is filtered out or folded into a cluster', () => {
    const { fleet, put, place } = openFleet();
    put(1, 100, 100);
    put(2, 300, 100);
    fleet.filter(new Set([2]));
    expect(place()).toEqual([2]);
    fleet.setClustered(fleet.rowOf(2) ?? -1, true);
    expect(place()).toEqual([]);
  });

  it('tries a large fleet by turns while the view stays, and keeps what it has placed', () => {
    const { put, place, advance } = openFleet();
    for (let id = 1; id <= 3 * TRIED_AT_ONCE; id += 1) put(id, 5_000, 100);
    const last = 3 * TRIED_AT_ONCE;
    expect(place()).toEqual([]);
    advance(20_000);
    put(7, 100, 100);
    put(last, 300, 100);
    advance(20_000);
    const turns = [1, 2, 3, 4].map(() => place(-1, true, false));
    expect(turns[0]).toEqual([7]);
    expect(turns.at(-1)).toEqual([7, last]);
    expect(place()).toEqual([7, last]);
  });

  it('places at most as many as the map carries, of ten thousand', () => {
    const { put, place } = openFleet();
    for (let id = 1; id <= 10_000; id += 1) put(id, (id * 37) % 1_280, (id * 91) % 800);
    const first = place();
    expect(first.length).toBeLessThanOrEqual(MAX_LABELS);
    expect(first.length).toBeGreaterThan(100);
    expect(new Set(place())).toEqual(new Set(first));
  });
});
