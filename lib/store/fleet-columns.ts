import { LATENESS_STEP_MS, PLAYOUT_MS } from './playout.ts';

/** Fixes kept per vehicle: the one it leaves, the one it moves towards, and what playout has yet to show. */
export const RING = 4;
export const HEADING_UNKNOWN = 255;
/** Headings are kept in 254 steps of about 1.4°. */
export const HEADING_STEP_DEGREES = 360 / 254;
export const SPEED_UNKNOWN = 65_535;
export const ACCURACY_UNKNOWN = 65_535;

/**
 * One row per vehicle, 64 bytes. `x y playAt heading` have RING slots a row; `ring` says which are used.
 * Times are ms after `baseMs`.
 */
export interface FleetColumns {
  readonly baseMs: number;
  capacity: number;
  size: number;
  id: Uint32Array;
  x: Uint32Array;
  y: Uint32Array;
  playAt: Uint32Array;
  heading: Uint8Array;
  /** Newest fix: 0.1 m/s. */
  speed: Uint16Array;
  /** Newest fix: metres. */
  accuracy: Uint16Array;
  /** Newest fix: how much later than usual it is shown, LATENESS_STEP_MS. */
  lateness: Uint16Array;
  /** Smallest recent gap between fixes, seconds, at most 255. */
  interval: Uint8Array;
  /** Bits 0–1 slot of the newest fix, 2–4 number of fixes, 5–6 index into DRIVER_STATUSES. */
  ring: Uint8Array;
}

export const BYTES_PER_VEHICLE = 4 + RING * (4 + 4 + 4 + 1) + 2 + 2 + 2 + 1 + 1;

export const newestSlot = (ring: number): number => ring & 3;
export const fixCount = (ring: number): number => (ring >> 2) & 7;
export const statusIndex = (ring: number): number => (ring >> 5) & 3;
export const packRing = (newest: number, count: number, status: number): number =>
  (newest & 3) | (count << 2) | (status << 5);

/** Typed arrays answer `undefined` out of range only; rows and slots here are in range by construction. */
export const at = (column: { readonly [index: number]: number }, index: number): number => column[index] ?? 0;

export function createColumns(baseMs: number, capacity: number): FleetColumns {
  return {
    baseMs,
    capacity,
    size: 0,
    id: new Uint32Array(capacity),
    x: new Uint32Array(capacity * RING),
    y: new Uint32Array(capacity * RING),
    playAt: new Uint32Array(capacity * RING),
    heading: new Uint8Array(capacity * RING),
    speed: new Uint16Array(capacity),
    accuracy: new Uint16Array(capacity),
    lateness: new Uint16Array(capacity),
    interval: new Uint8Array(capacity),
    ring: new Uint8Array(capacity),
  };
}

/** Adds an empty row, growing by doubling, and returns its index. */
export function addRow(columns: FleetColumns, id: number): number {
  if (columns.size === columns.capacity) {
    const grown = createColumns(columns.baseMs, columns.capacity * 2);
    for (const name of COLUMN_NAMES) grown[name].set(columns[name]);
    grown.size = columns.size;
    Object.assign(columns, grown);
  }
  const row = columns.size;
  columns.size += 1;
  columns.id[row] = id;
  columns.ring[row] = 0;
  columns.speed[row] = SPEED_UNKNOWN;
  columns.accuracy[row] = ACCURACY_UNKNOWN;
  columns.lateness[row] = 0;
  columns.interval[row] = 0;
  return row;
}

/** Removes a row by moving the last one into its place; returns the id that moved, if one did. */
export function removeRow(columns: FleetColumns, row: number): number | undefined {
  const last = columns.size - 1;
  columns.size = last;
  if (row === last) return undefined;
  for (const name of COLUMN_NAMES) {
    const width = WIDE.has(name) ? RING : 1;
    columns[name].copyWithin(row * width, last * width, (last + 1) * width);
  }
  return at(columns.id, row);
}

const COLUMN_NAMES = [
  'id',
  'x',
  'y',
  'playAt',
  'heading',
  'speed',
  'accuracy',
  'lateness',
  'interval',
  'ring',
] as const;
const WIDE: ReadonlySet<string> = new Set(['x', 'y', 'playAt', 'heading']);

/** When the newest fix was recorded, epoch ms on the server's clock; NaN without a fix. */
export function newestRecordedMs(columns: FleetColumns, row: number): number {
  const ring = at(columns.ring, row);
  if (fixCount(ring) === 0) return Number.NaN;
  return (
    columns.baseMs +
    at(columns.playAt, row * RING + newestSlot(ring)) -
    PLAYOUT_MS -
    at(columns.lateness, row) * LATENESS_STEP_MS
  );
}
