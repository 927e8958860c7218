import {
  fixCount,
  isClustered,
  isFiltered,
  newestSlot,
  RING,
  type FleetColumns,
} from '#lib/store/fleet-columns.ts';
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
  for (let row = 0; row < columns.size; row += 1) {
    const meta = columns.meta[row] ?? 0;
    if (!isNear(columns, row, meta, x, y, radius)) continue;
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

/** The vehicle is shown between its fixes, so no further away than the box around them. */
function isNear(
  { x: xs, y: ys }: FleetColumns,
  row: number,
  meta: number,
  x: number,
  y: number,
  radius: number,
): boolean {
  const count = fixCount(meta);
  const newest = newestSlot(meta);
  let beyondLeft = true;
  let beyondRight = true;
  let above = true;
  let below = true;
  for (let back = 0; back < count; back += 1) {
    const index = row * RING + ((newest + RING - back) % RING);
    const fixX = xs[index] ?? 0;
    const fixY = ys[index] ?? 0;
    if (fixX >= x - radius) beyondLeft = false;
    if (fixX <= x + radius) beyondRight = false;
    if (fixY >= y - radius) above = false;
    if (fixY <= y + radius) below = false;
  }
  return count > 0 && !beyondLeft && !beyondRight && !above && !below;
}
