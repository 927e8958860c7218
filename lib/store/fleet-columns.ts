import { LATENESS_STEP_MS, PLAYOUT_MS } from './playout.ts';
import { createTouchedRows, type TouchedRows } from './touched-rows.ts';

/** Fixes kept per vehicle: the one it leaves, the one it moves towards, and what playout has yet to show. */
export const RING = 4;
export const HEADING_UNKNOWN = 255;
/** Headings are kept in 254 steps of about 1.4°. */
export const HEADING_STEP_DEGREES = 360 / 254;
export const SPEED_UNKNOWN = 65_535;
export const ACCURACY_UNKNOWN = 65_535;

/**
 * One row per vehicle, 64 bytes, laid out so that a graphics card takes the columns as they are: `x y
 * playAt heading` have RING slots a row, and `meta` says which are used. Times are ms after `baseMs`.
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
  /** See META. */
  meta: Uint32Array;
  /** Which rows changed since a renderer last took them. */
  readonly touched: TouchedRows;
}

export const BYTES_PER_VEHICLE = 4 + RING * (4 + 4 + 4 + 1) + 2 + 2 + 4;

/**
 * `meta`, from the lowest bit: 2 slot of the newest fix · 3 number of fixes · 2 index into
 * DRIVER_STATUSES · 1 filtered out · 8 smallest recent gap between fixes, seconds · 1 folded into a
 * cluster · 15 how much later than usual the newest fix is shown, LATENESS_STEP_MS.
 */
export const META = {
  newest: { shift: 0, mask: 0x3 },
  count: { shift: 2, mask: 0x7 },
  status: { shift: 5, mask: 0x3 },
  filtered: { shift: 7, mask: 0x1 },
  interval: { shift: 8, mask: 0xff },
  clustered: { shift: 16, mask: 0x1 },
  lateness: { shift: 17, mask: 0x7fff },
} as const;

export const newestSlot = (meta: number): number => meta & 3;
export const fixCount = (meta: number): number => (meta >>> 2) & 7;
export const statusIndex = (meta: number): number => (meta >>> 5) & 3;
export const isFiltered = (meta: number): boolean => (meta & 0x80) !== 0;
export const intervalSeconds = (meta: number): number => (meta >>> 8) & 0xff;
export const isClustered = (meta: number): boolean => (meta & 0x1_0000) !== 0;
export const latenessStepsOf = (meta: number): number => meta >>> 17;

/** `meta` with one field changed; the value is cut to the field's bits. */
export const withMeta = (meta: number, field: keyof typeof META, value: number): number => {
  const { shift, mask } = META[field];
  return ((meta & ~(mask << shift)) | ((value & mask) << shift)) >>> 0;
};

/**
 * Typed arrays answer `undefined` out of range only; rows and slots here are in range by construction.
 * Loops over the whole fleet index their columns themselves: one function that reads arrays of every kind
 * is several times as slow.
 */
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
    meta: new Uint32Array(capacity),
    touched: createTouchedRows(),
  };
}

/** Adds an empty row, growing by doubling, and returns its index. */
export function addRow(columns: FleetColumns, id: number): number {
  if (columns.size === columns.capacity) {
    const { touched, size } = columns;
    const grown = createColumns(columns.baseMs, columns.capacity * 2);
    for (const name of COLUMN_NAMES) grown[name].set(columns[name]);
    Object.assign(columns, grown, { touched, size });
  }
  const row = columns.size;
  columns.size += 1;
  columns.id[row] = id;
  columns.meta[row] = 0;
  columns.speed[row] = SPEED_UNKNOWN;
  columns.accuracy[row] = ACCURACY_UNKNOWN;
  columns.touched.mark(row);
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
  columns.touched.mark(row);
  return at(columns.id, row);
}

const COLUMN_NAMES = ['id', 'x', 'y', 'playAt', 'heading', 'speed', 'accuracy', 'meta'] as const;
const WIDE: ReadonlySet<string> = new Set(['x', 'y', 'playAt', 'heading']);

/** When the newest fix was recorded, epoch ms on the server's clock; NaN without a fix. */
export function newestRecordedMs(columns: FleetColumns, row: number): number {
  const meta = columns.meta[row] ?? 0;
  if (fixCount(meta) === 0) return Number.NaN;
  return (
    columns.baseMs +
    (columns.playAt[row * RING + newestSlot(meta)] ?? 0) -
    PLAYOUT_MS -
    latenessStepsOf(meta) * LATENESS_STEP_MS
  );
}
