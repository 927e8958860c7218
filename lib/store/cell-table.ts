/** Statuses in the order of DRIVER_STATUSES, and one more: position no longer fresh. */
export const CLUSTER_PARTS = 5;
export const STALE_PART = 4;

/** What lies in each cell, summed up in typed columns that are reused from one pass to the next. */
export interface CellTable {
  size: number;
  key: Int32Array;
  count: Uint32Array;
  /** CLUSTER_PARTS a cell. */
  parts: Uint32Array;
  sumX: Float64Array;
  sumY: Float64Array;
  minX: Float64Array;
  minY: Float64Array;
  maxX: Float64Array;
  maxY: Float64Array;
  /** 1: its vehicles are folded into a cluster. */
  folded: Uint8Array;
  /** Open addressing: index of a cell plus one. */
  hash: Int32Array;
}

export function createCellTable(): CellTable {
  return emptied(64);
}

/** Empties the table, with room for as many cells as there are vehicles. */
export function clearCells(table: CellTable, vehicles: number): void {
  if (vehicles > table.key.length) Object.assign(table, emptied(2 ** Math.ceil(Math.log2(vehicles))));
  else {
    table.hash.fill(0);
    table.size = 0;
  }
}

/** The index of a cell; -1 when nothing lies in it. */
export function findCell(table: CellTable, key: number): number {
  return (table.hash[placeOf(table, key)] ?? 0) - 1;
}

/** Adds a vehicle to the cell of that key and returns the cell's index. */
export function addToCell(table: CellTable, key: number, part: number, x: number, y: number): number {
  const place = placeOf(table, key);
  let cell = (table.hash[place] ?? 0) - 1;
  if (cell < 0) {
    cell = table.size;
    table.size += 1;
    table.hash[place] = cell + 1;
    table.key[cell] = key;
    table.count[cell] = 0;
    table.parts.fill(0, cell * CLUSTER_PARTS, (cell + 1) * CLUSTER_PARTS);
    table.sumX[cell] = 0;
    table.sumY[cell] = 0;
    table.minX[cell] = Number.POSITIVE_INFINITY;
    table.minY[cell] = Number.POSITIVE_INFINITY;
    table.maxX[cell] = 0;
    table.maxY[cell] = 0;
    table.folded[cell] = 0;
  }
  table.count[cell] = (table.count[cell] ?? 0) + 1;
  const index = cell * CLUSTER_PARTS + part;
  table.parts[index] = (table.parts[index] ?? 0) + 1;
  table.sumX[cell] = (table.sumX[cell] ?? 0) + x;
  table.sumY[cell] = (table.sumY[cell] ?? 0) + y;
  if (x < (table.minX[cell] ?? 0)) table.minX[cell] = x;
  if (y < (table.minY[cell] ?? 0)) table.minY[cell] = y;
  if (x > (table.maxX[cell] ?? 0)) table.maxX[cell] = x;
  if (y > (table.maxY[cell] ?? 0)) table.maxY[cell] = y;
  return cell;
}

/** Where a key is, or where it would go. */
function placeOf(table: CellTable, key: number): number {
  const mask = table.hash.length - 1;
  // Fibonacci hashing: neighbouring cells have neighbouring keys.
  let place = (Math.imul(key, 0x9e37_79b1) >>> 8) & mask;
  for (;;) {
    const cell = table.hash[place] ?? 0;
    if (cell === 0 || (table.key[cell - 1] ?? 0) === key) return place;
    place = (place + 1) & mask;
  }
}

const emptied = (capacity: number): CellTable => ({
  size: 0,
  key: new Int32Array(capacity),
  count: new Uint32Array(capacity),
  parts: new Uint32Array(capacity * CLUSTER_PARTS),
  sumX: new Float64Array(capacity),
  sumY: new Float64Array(capacity),
  minX: new Float64Array(capacity),
  minY: new Float64Array(capacity),
  maxX: new Float64Array(capacity),
  maxY: new Float64Array(capacity),
  folded: new Uint8Array(capacity),
  hash: new Int32Array(capacity * 2),
});
