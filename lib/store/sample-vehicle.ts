import {
  fixCount,
  HEADING_STEP_DEGREES,
  HEADING_UNKNOWN,
  newestSlot,
  RING,
  type FleetColumns,
} from './fleet-columns.ts';
import { turnBetween } from './playout.ts';

/** Where a vehicle is shown; written in place, so that a frame allocates nothing. */
export interface VehicleSample {
  /** World units, see world.ts. */
  x: number;
  y: number;
  /** Degrees, -1 unknown. */
  headingDegrees: number;
  /** False once the newest fix is reached: nothing will change until another one comes. */
  moving: boolean;
}

/** Less than this (world units, about 1.5 m at 57°) is a standing vehicle's noise, no direction. */
export const MIN_DIRECTION_UNITS = 300;

/**
 * A row's place at a time, along its recorded fixes and never past the newest.
 * @param timeMs server clock, epoch ms; PLAYOUT_MS is already in the columns
 * @returns false for a row without a fix
 */
export function sampleVehicle(
  columns: FleetColumns,
  row: number,
  timeMs: number,
  out: VehicleSample,
): boolean {
  const meta = columns.meta[row] ?? 0;
  const count = fixCount(meta);
  if (count === 0) return false;
  const first = row * RING;
  const newest = newestSlot(meta);
  const time = timeMs - columns.baseMs;
  // From the newest back to the fix whose turn has come; the oldest if none has.
  let from = first + newest;
  let to = from;
  for (let back = 1; back < count && (columns.playAt[from] ?? 0) > time; back += 1) {
    to = from;
    from = first + ((newest + RING - back) % RING);
  }
  const startAt = columns.playAt[from] ?? 0;
  if (to === from || startAt > time) {
    out.x = columns.x[from] ?? 0;
    out.y = columns.y[from] ?? 0;
    out.headingDegrees = degreesOf(columns.heading[from] ?? 0);
    out.moving = startAt > time;
    return true;
  }
  const span = (columns.playAt[to] ?? 0) - startAt;
  const fraction = span > 0 ? Math.min(1, (time - startAt) / span) : 1;
  const dx = (columns.x[to] ?? 0) - (columns.x[from] ?? 0);
  const dy = (columns.y[to] ?? 0) - (columns.y[from] ?? 0);
  out.x = (columns.x[from] ?? 0) + dx * fraction;
  out.y = (columns.y[from] ?? 0) + dy * fraction;
  out.headingDegrees = headingBetween(
    degreesOf(columns.heading[from] ?? 0),
    degreesOf(columns.heading[to] ?? 0),
    dx,
    dy,
    fraction,
  );
  out.moving = true;
  return true;
}

const degreesOf = (step: number): number => (step === HEADING_UNKNOWN ? -1 : step * HEADING_STEP_DEGREES);

function headingBetween(from: number, to: number, dx: number, dy: number, fraction: number): number {
  if (from >= 0 && to >= 0) return turnBetween(from, to, fraction);
  // World y grows southwards.
  if (Math.hypot(dx, dy) >= MIN_DIRECTION_UNITS) return ((Math.atan2(dx, -dy) * 180) / Math.PI + 360) % 360;
  return to >= 0 ? to : from;
}
