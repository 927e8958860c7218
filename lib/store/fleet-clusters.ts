import {
  CELL_PX,
  cellUnits,
  CLUSTER_FROM,
  CLUSTERS_BELOW_ZOOM,
  discRadiusPx,
  EDGE_PX,
  unitsPerPx,
  type WorldBounds,
} from './cluster-cells.ts';
import {
  addToCell,
  clearCells,
  CLUSTER_PARTS,
  createCellTable,
  findCell,
  STALE_PART,
  type CellTable,
} from './cell-table.ts';
import { isClustered, isFiltered, statusIndex } from './fleet-columns.ts';
import type { FleetStore } from './fleet-store.ts';
import { sampleVehicle, type VehicleSample } from './sample-vehicle.ts';
import { WORLD_SIZE } from './world.ts';

/** Vehicles drawn as one disc. Places are in world units. */
export interface FleetCluster extends WorldBounds {
  /** Names its cell at this zoom: the same from fold to fold. */
  readonly key: number;
  readonly count: number;
  /** How many are in each status, in the order of DRIVER_STATUSES, and then how many are stale. */
  readonly parts: readonly number[];
  /** The middle of its vehicles, as near as its disc can be without leaving its cell or covering a kept one. */
  readonly x: number;
  readonly y: number;
}

export interface FoldView {
  readonly zoom: number;
  /** The server's clock, epoch ms: for the age of positions. */
  readonly nowMs: number;
  /** The time that the map shows, epoch ms. */
  readonly shownMs: number;
  /** Never folded: selected, followed, caught by the lasso. */
  readonly kept: ReadonlySet<number>;
}

export interface FleetClusters {
  /** Folds the whole fleet, in view or not, and notes in the fleet's columns who is folded. */
  fold(view: FoldView): readonly FleetCluster[];
  /** Everyone stands for himself again. */
  unfold(): void;
  /** The ids of a cluster's drivers at the last fold. */
  membersOf(key: number): readonly number[];
}

const ALONE = -1;
/** Around a kept vehicle: its ring and a little air, CSS pixels. */
const KEPT_RADIUS_PX = 19;
/** Discs step aside for so many kept vehicles; more come from a lasso and lie anywhere. */
const MAX_SIDESTEPS = 8;

/** Clusters of a fleet; remembers the last fold, so that vehicles at a cell's edge do not blink. */
export function createFleetClusters(fleet: FleetStore): FleetClusters {
  const { columns } = fleet;
  let cells = createCellTable();
  let before = createCellTable();
  /** The key of each row's cell, and whose row it was. */
  let keyOf = new Int32Array(0);
  let idOf = new Uint32Array(0);
  /** The row's cell in this pass. */
  let cellOf = new Int32Array(0);
  let zoomBefore = -1;
  let anyFolded = false;
  const sample: VehicleSample = { x: 0, y: 0, headingDegrees: -1, moving: false };

  const makeRoom = () => {
    if (keyOf.length >= columns.size) return;
    const keys = new Int32Array(columns.capacity).fill(ALONE);
    const ids = new Uint32Array(columns.capacity);
    keys.set(keyOf);
    ids.set(idOf);
    keyOf = keys;
    idOf = ids;
    cellOf = new Int32Array(columns.capacity);
  };

  /** The key of the cell a row lies in, or the one it came from while it has not quite left it. */
  const keyFor = (row: number, side: number, across: number, edge: number): number => {
    const { x, y } = sample;
    const key = Math.floor(y / side) * across + Math.floor(x / side);
    const last = keyOf[row] ?? 0;
    if (last === ALONE || last === key || (idOf[row] ?? 0) !== (columns.id[row] ?? 0)) return key;
    const left = (last % across) * side;
    const top = Math.floor(last / across) * side;
    const stays = x > left - edge && x < left + side + edge && y > top - edge && y < top + side + edge;
    return stays ? last : key;
  };

  const unfold = () => {
    if (!anyFolded) return;
    for (let row = 0; row < columns.size; row += 1) fleet.setClustered(row, false);
    keyOf.fill(ALONE);
    cells.size = 0;
    cells.hash.fill(0);
    zoomBefore = -1;
    anyFolded = false;
  };

  return {
    fold({ zoom, nowMs, shownMs, kept }) {
      if (zoom >= CLUSTERS_BELOW_ZOOM) {
        unfold();
        return [];
      }
      makeRoom();
      const level = Math.floor(zoom);
      if (level !== zoomBefore) {
        keyOf.fill(ALONE);
        cells.size = 0;
        cells.hash.fill(0);
        zoomBefore = level;
      }
      [cells, before] = [before, cells];
      clearCells(cells, columns.size);
      const side = cellUnits(level);
      const across = Math.ceil(WORLD_SIZE / side);
      const edge = EDGE_PX * unitsPerPx(level);
      for (let row = 0; row < columns.size; row += 1) {
        const meta = columns.meta[row] ?? 0;
        cellOf[row] = ALONE;
        const drawn = !isFiltered(meta) && sampleVehicle(columns, row, shownMs, sample);
        const connectivity = drawn ? fleet.connectivityOf(row, nowMs) : 'lost';
        if (connectivity === 'lost') {
          keyOf[row] = ALONE;
          continue;
        }
        const key = keyFor(row, side, across, edge);
        keyOf[row] = key;
        idOf[row] = columns.id[row] ?? 0;
        if (kept.size > 0 && kept.has(columns.id[row] ?? 0)) continue;
        const part = connectivity === 'stale' ? STALE_PART : statusIndex(meta);
        cellOf[row] = addToCell(cells, key, part, sample.x, sample.y);
      }
      foldFullCells(cells, before);
      anyFolded = false;
      for (let row = 0; row < columns.size; row += 1) {
        const cell = cellOf[row] ?? 0;
        const folded = cell !== ALONE && (cells.folded[cell] ?? 0) === 1;
        if (folded) anyFolded = true;
        if (folded !== isClustered(columns.meta[row] ?? 0)) fleet.setClustered(row, folded);
      }
      return clustersOf(cells, side, across, keptPlaces(kept, shownMs));
    },
    unfold,
    membersOf(key) {
      const members: number[] = [];
      const cell = findCell(cells, key);
      if (cell < 0) return members;
      for (let row = 0; row < Math.min(columns.size, cellOf.length); row += 1) {
        const id = columns.id[row] ?? 0;
        // Rows move when a driver is removed; the next fold knows them again.
        if ((cellOf[row] ?? 0) === cell && (idOf[row] ?? 0) === id && isClustered(columns.meta[row] ?? 0))
          members.push(id);
      }
      return members;
    },
  };

  function keptPlaces(kept: ReadonlySet<number>, shownMs: number): readonly number[] {
    const places: number[] = [];
    for (const id of kept) {
      const row = fleet.rowOf(id);
      if (row !== undefined && sampleVehicle(columns, row, shownMs, sample)) places.push(sample.x, sample.y);
      if (places.length === 2 * MAX_SIDESTEPS) break;
    }
    return places;
  }
}

/** A cell folds when enough lie in it, and stays folded with one fewer. */
function foldFullCells(cells: CellTable, before: CellTable): void {
  for (let cell = 0; cell < cells.size; cell += 1) {
    const count = cells.count[cell] ?? 0;
    const last = count === CLUSTER_FROM - 1 ? findCell(before, cells.key[cell] ?? 0) : -1;
    const enough = count >= CLUSTER_FROM || (last >= 0 && (before.folded[last] ?? 0) === 1);
    cells.folded[cell] = enough ? 1 : 0;
  }
}

function clustersOf(
  cells: CellTable,
  side: number,
  across: number,
  kept: readonly number[],
): readonly FleetCluster[] {
  const clusters: FleetCluster[] = [];
  const px = side / CELL_PX;
  for (let cell = 0; cell < cells.size; cell += 1) {
    if ((cells.folded[cell] ?? 0) === 0) continue;
    const key = cells.key[cell] ?? 0;
    const count = cells.count[cell] ?? 0;
    const radius = discRadiusPx(count) * px;
    const within = (mean: number, start: number) =>
      Math.min(start + side - radius, Math.max(start + radius, mean));
    let x = within((cells.sumX[cell] ?? 0) / count, (key % across) * side);
    let y = within((cells.sumY[cell] ?? 0) / count, Math.floor(key / across) * side);
    const clear = radius + KEPT_RADIUS_PX * px;
    for (let i = 0; i < kept.length; i += 2) {
      const dx = x - (kept[i] ?? 0);
      const dy = y - (kept[i + 1] ?? 0);
      const distance = Math.hypot(dx, dy);
      if (distance >= clear) continue;
      // Straight up when they are one: the kept one's name is below it.
      x = (kept[i] ?? 0) + (distance > 0 ? (dx / distance) * clear : 0);
      y = (kept[i + 1] ?? 0) + (distance > 0 ? (dy / distance) * clear : -clear);
    }
    clusters.push({
      key,
      count,
      parts: Array.from(cells.parts.subarray(cell * CLUSTER_PARTS, (cell + 1) * CLUSTER_PARTS)),
      x,
      y,
      minX: cells.minX[cell] ?? 0,
      minY: cells.minY[cell] ?? 0,
      maxX: cells.maxX[cell] ?? 0,
      maxY: cells.maxY[cell] ?? 0,
    });
  }
  return clusters;
}
