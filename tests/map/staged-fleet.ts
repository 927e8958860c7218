import { addRow, createColumns, RING, withMeta, type FleetColumns } from '#lib/store/fleet-columns.ts';

/** A vehicle as a test wants it; fixes from the oldest on, in world units and ms after the base. */
export interface StagedVehicle {
  readonly fixes: readonly StagedFix[];
  /** Index into DRIVER_STATUSES. */
  readonly status?: number;
  readonly filtered?: boolean;
  readonly clustered?: boolean;
  readonly intervalS?: number;
  readonly latenessSteps?: number;
}

export interface StagedFix {
  readonly x: number;
  readonly y: number;
  readonly playAt: number;
  /** In HEADING_STEP_DEGREES; absent: unknown. */
  readonly heading?: number;
}

export const stageColumns = (capacity = 4): FleetColumns => createColumns(0, capacity);

/** Writes a vehicle into its row, adding the row if it is the next one. */
export function stage(columns: FleetColumns, row: number, vehicle: StagedVehicle): void {
  if (row === columns.size) addRow(columns, row + 1);
  // Begin somewhere in the ring: a fleet that runs has its newest fix in any slot.
  const firstSlot = row % RING;
  let meta = 0;
  for (const [index, fix] of vehicle.fixes.entries()) {
    const slot = (firstSlot + index) % RING;
    const at = row * RING + slot;
    columns.x[at] = fix.x;
    columns.y[at] = fix.y;
    columns.playAt[at] = fix.playAt;
    columns.heading[at] = fix.heading ?? 255;
    meta = withMeta(meta, 'newest', slot);
  }
  meta = withMeta(meta, 'count', vehicle.fixes.length);
  meta = withMeta(meta, 'status', vehicle.status ?? 0);
  meta = withMeta(meta, 'filtered', vehicle.filtered === true ? 1 : 0);
  meta = withMeta(meta, 'clustered', vehicle.clustered === true ? 1 : 0);
  meta = withMeta(meta, 'interval', vehicle.intervalS ?? 0);
  columns.meta[row] = withMeta(meta, 'lateness', vehicle.latenessSteps ?? 0);
  columns.touched.mark(row);
}
