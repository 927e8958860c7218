import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CELL_PX, cellUnits, discRadiusPx, EDGE_PX, unitsPerPx } from './cluster-cells.ts';
import { isClustered } from './fleet-columns.ts';
import { createFleetClusters, type FleetClusters, type FoldView } from './fleet-clusters.ts';
import { createFleetStore, type FleetStore } from './fleet-store.ts';
import { fixtureBatch, fixtureDriver } from './fixtures.ts';
import { createServerClock } from './server-clock.ts';
import { latitudeOf, longitudeOf } from './world.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 10);
const ZOOM = 11;
const SIDE = cellUnits(ZOOM);
const PX = unitsPerPx(ZOOM);
/** A cell's corner, at about 57.7° N 12° E. */
const LEFT = Math.floor(0.533 * (2 ** 32 / SIDE)) * SIDE;
const TOP = Math.floor(0.303 * (2 ** 32 / SIDE)) * SIDE;

interface Spot {
  readonly id: number;
  /** CSS pixels from the corner, at ZOOM. */
  readonly x: number;
  readonly y: number;
  readonly status?: number;
  readonly ageMs?: number;
}

interface Scene {
  readonly fleet: FleetStore;
  readonly clusters: FleetClusters;
  put(spots: readonly Spot[], atMs?: number): void;
}

function sceneOf(spots: readonly Spot[]): Scene {
  const fleet = createFleetStore({ clock: createServerClock(NOW_MS, () => 0) });
  const put = (moved: readonly Spot[], atMs = NOW_MS) =>
    fleet.apply(
      fixtureBatch(
        atMs,
        moved.map(({ id, x, y, status = 0, ageMs = 5_000 }) => ({
          id,
          longitude: longitudeOf(LEFT + x * PX),
          latitude: latitudeOf(TOP + y * PX),
          status,
          ageMs,
        })),
      ),
    );
  for (const { id } of spots) fleet.applyDriver(fixtureDriver({ id }));
  put(spots);
  return { fleet, clusters: createFleetClusters(fleet), put };
}

const view = (more: Partial<FoldView> = {}): FoldView => ({
  zoom: ZOOM,
  nowMs: NOW_MS,
  shownMs: Number.MAX_SAFE_INTEGER,
  kept: new Set(),
  ...more,
});

const foldedIds = ({ columns }: FleetStore): readonly number[] =>
  Array.from(columns.id.subarray(0, columns.size))
    .filter((_, row) => isClustered(columns.meta[row] ?? 0))
    .toSorted((a, b) => a - b);

const three: readonly Spot[] = [
  { id: 1, x: 30, y: 30 },
  { id: 2, x: 40, y: 40, status: 2 },
  { id: 3, x: 50, y: 50, ageMs: 120_000 },
];

describe('fleet clusters', () => {
  it('fold three vehicles of a cell and say how many are in each status', () => {
    const { fleet, clusters } = sceneOf(three);
    const [cluster, ...others] = clusters.fold(view());
    expect(others).toEqual([]);
    expect(cluster).toMatchObject({ count: 3, parts: [1, 0, 1, 0, 1] });
    expect((cluster?.x ?? 0) / PX).toBeCloseTo(LEFT / PX + 40, 0);
    expect(foldedIds(fleet)).toEqual([1, 2, 3]);
    expect(clusters.membersOf(cluster?.key ?? 0)).toEqual([1, 2, 3]);
  });

  it('leave two vehicles alone', () => {
    const { fleet, clusters } = sceneOf(three.slice(0, 2));
    expect(clusters.fold(view())).toEqual([]);
    expect(foldedIds(fleet)).toEqual([]);
  });

  it('never swallow a kept vehicle, nor cover it', () => {
    const { fleet, clusters } = sceneOf([...three, { id: 4, x: 40, y: 40 }]);
    const [cluster] = clusters.fold(view({ kept: new Set([4]) }));
    expect(foldedIds(fleet)).toEqual([1, 2, 3]);
    const distance = Math.hypot((cluster?.x ?? 0) - (LEFT + 40 * PX), (cluster?.y ?? 0) - (TOP + 40 * PX));
    expect(distance / PX).toBeGreaterThan(discRadiusPx(3) + 15);
  });

  it('pass over who is filtered out or lost', () => {
    const { fleet, clusters } = sceneOf([
      ...three,
      { id: 4, x: 45, y: 30, ageMs: 700_000 },
      { id: 5, x: 20, y: 30 },
    ]);
    fleet.filter(new Set([1, 2, 3, 4]));
    expect(clusters.fold(view())[0]?.count).toBe(3);
    expect(foldedIds(fleet)).toEqual([1, 2, 3]);
  });

  it('let everyone stand for himself from zoom 13 on', () => {
    const { fleet, clusters } = sceneOf(three);
    clusters.fold(view());
    expect(clusters.fold(view({ zoom: 13 }))).toEqual([]);
    expect(foldedIds(fleet)).toEqual([]);
  });

  it('keep a vehicle in its cell until it is some pixels beyond the edge', () => {
    const scene = sceneOf([...three, { id: 4, x: CELL_PX - 2, y: 40 }]);
    expect(scene.clusters.fold(view())[0]?.count).toBe(4);
    scene.put([{ id: 4, x: CELL_PX + EDGE_PX - 1, y: 40 }], NOW_MS + 1_000);
    expect(scene.clusters.fold(view())[0]?.count).toBe(4);
    scene.put([{ id: 4, x: CELL_PX + EDGE_PX + 1, y: 40 }], NOW_MS + 2_000);
    expect(scene.clusters.fold(view())[0]?.count).toBe(3);
    expect(foldedIds(scene.fleet)).toEqual([1, 2, 3]);
  });

  it('keep a cluster together with one fewer than it takes to make one', () => {
    const { fleet, clusters } = sceneOf(three);
    clusters.fold(view());
    fleet.remove(3);
    expect(clusters.fold(view())[0]?.count).toBe(2);
    fleet.remove(2);
    expect(clusters.fold(view())).toEqual([]);
    expect(foldedIds(fleet)).toEqual([]);
  });

  const spots = fc
    .array(
      fc.record({
        x: fc.integer({ min: 0, max: 5 * CELL_PX }),
        y: fc.integer({ min: 0, max: 5 * CELL_PX }),
        status: fc.integer({ min: 0, max: 3 }),
      }),
      { minLength: 1, maxLength: 80 },
    )
    .map((places) => places.map((place, index): Spot => ({ id: index + 1, ...place })));

  it('count everyone once: in one cluster, or standing for himself', () => {
    fc.assert(
      fc.property(spots, (all) => {
        const { fleet, clusters } = sceneOf(all);
        const made = clusters.fold(view());
        const members = made.flatMap(({ key }) => clusters.membersOf(key)).toSorted((a, b) => a - b);
        expect(new Set(members).size).toBe(members.length);
        expect(members).toEqual(foldedIds(fleet));
        expect(made.reduce((sum, { count }) => sum + count, 0)).toBe(members.length);
        for (const { count, parts } of made) expect(parts.reduce((sum, part) => sum + part, 0)).toBe(count);
      }),
    );
  });

  it('say the same again while nothing moves, and the same from wherever one looks', () => {
    fc.assert(
      fc.property(spots, (all) => {
        const { clusters } = sceneOf(all);
        const first = clusters.fold(view());
        expect(clusters.fold(view())).toEqual(first);
        expect(sceneOf(all).clusters.fold(view())).toEqual(first);
      }),
    );
  });

  it('never draw two discs over each other', () => {
    fc.assert(
      fc.property(spots, (all) => {
        const made = sceneOf(all).clusters.fold(view());
        for (const a of made)
          for (const b of made)
            if (a.key < b.key)
              expect(Math.hypot(a.x - b.x, a.y - b.y) / PX).toBeGreaterThanOrEqual(
                discRadiusPx(a.count) + discRadiusPx(b.count) - 1e-6,
              );
      }),
    );
  });
});
