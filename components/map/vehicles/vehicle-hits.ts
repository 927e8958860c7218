import { fixCount, isClustered, isFiltered, RING, type FleetColumns } from '#lib/store/fleet-columns.ts';
import type { FleetStore } from '#lib/store/fleet-store.ts';
import { sampleVehicle, type VehicleSample } from '#lib/store/sample-vehicle.ts';

/** Whom a pointer can reach, and when. */
export interface HitScene {
  readonly selectedRow: number;
  /** Server's clock, epoch ms. */
  readonly nowMs: number;
  /** The time at which a row is shown, epoch ms; differs from `nowMs` with reduced motion. */
  readonly timeOf: (row: number) => number;
}

export interface Hit {
  readonly row: number;
  /** World units. */
  readonly distance: number;
}

const sample: VehicleSample = { x: 0, y: 0, headingDegrees: -1, moving: false };

/**
 * The rows shown within a radius of a place, nearest first; all in world units. Asked when a pointer moves,
 * not per frame: a vehicle is only sampled when the box around its fixes comes near.
 */
export function vehicleHits(fleet: FleetStore, x: number, y: number, radius: number, scene: HitScene): Hit[] {
  const { columns } = fleet;
  const hits: Hit[] = [];
  const [left, top, right, bottom] = [x - radius, y - radius, x + radius, y + radius];
  for (let row = 0; row < columns.size; row += 1) {
    if (!mayBeWithin(columns, row, left, top, right, bottom)) continue;
    if (row !== scene.selectedRow && !isShown(fleet, row, scene.nowMs)) continue;
    if (!sampleVehicle(columns, row, scene.timeOf(row), sample)) continue;
    const distance = Math.hypot(sample.x - x, sample.y - y);
    if (distance <= radius) hits.push({ row, distance });
  }
  return hits.sort((a, b) => a.distance - b.distance || a.row - b.row);
}

/** Whether a marker is drawn for a row that is not selected. */
export function isShown(fleet: FleetStore, row: number, nowMs: number): boolean {
  const meta = fleet.columns.meta[row] ?? 0;
  if (fixCount(meta) === 0 || isFiltered(meta) || isClustered(meta)) return false;
  return fleet.connectivityOf(row, nowMs) !== 'lost';
}

/**
 * A vehicle is shown between its fixes: if all of them are beyond one side of the box, so is it. Slots without a
 * fix hold anything, which keeps a row in but never loses one; most of a fleet leaves after a few comparisons.
 */
function mayBeWithin(
  { x, y }: FleetColumns,
  row: number,
  left: number,
  top: number,
  right: number,
  bottom: number,
): boolean {
  const first = row * RING;
  return (
    !allBelow(x, first, left) &&
    !allAbove(x, first, right) &&
    !allBelow(y, first, top) &&
    !allAbove(y, first, bottom)
  );
}

const allBelow = (column: Uint32Array, first: number, limit: number): boolean =>
  (column[first] ?? 0) < limit &&
  (column[first + 1] ?? 0) < limit &&
  (column[first + 2] ?? 0) < limit &&
  (column[first + 3] ?? 0) < limit;

const allAbove = (column: Uint32Array, first: number, limit: number): boolean =>
  (column[first] ?? 0) > limit &&
  (column[first + 1] ?? 0) > limit &&
  (column[first + 2] ?? 0) > limit &&
  (column[first + 3] ?? 0) > limit;
