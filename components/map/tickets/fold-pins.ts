import { WORLD_SIZE } from '#lib/store/world.ts';

/** Where a pin stands, world units (see world.ts). */
export interface PinPlace {
  readonly id: number;
  readonly x: number;
  readonly y: number;
}

export interface PinFold {
  /** The same for as long as the cell has pins. */
  readonly key: string;
  readonly ids: readonly number[];
  /** The middle of its pins, world units. */
  readonly x: number;
  readonly y: number;
}

/** From this zoom on every pin stands for itself. */
export const FOLD_BELOW_ZOOM = 12;
/** Two pins side by side are still two pins. */
const LEAST_FOLDED = 3;
const CELL_PX = 40;

/**
 * Folds pins that would lie on each other on a wide view. Cells are anchored to the world, so that panning
 * moves no pin in or out of a fold.
 * @param apart never folded: the selected one
 */
export function foldPins(
  places: readonly PinPlace[],
  zoom: number,
  apart: number | null,
): { readonly single: ReadonlySet<number>; readonly folds: readonly PinFold[] } {
  if (zoom >= FOLD_BELOW_ZOOM) return { single: new Set(places.map(({ id }) => id)), folds: [] };
  const side = (CELL_PX * WORLD_SIZE) / (256 * 2 ** Math.floor(zoom));
  const cells = new Map<string, PinPlace[]>();
  const single = new Set<number>();
  for (const place of places) {
    if (place.id === apart) {
      single.add(place.id);
      continue;
    }
    const key = `${Math.floor(zoom)}/${Math.floor(place.x / side)}/${Math.floor(place.y / side)}`;
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [place]);
    else cell.push(place);
  }
  const folds: PinFold[] = [];
  for (const [key, cell] of cells) {
    if (cell.length < LEAST_FOLDED) {
      for (const { id } of cell) single.add(id);
      continue;
    }
    folds.push({
      key,
      ids: cell.map(({ id }) => id),
      x: cell.reduce((sum, { x }) => sum + x, 0) / cell.length,
      y: cell.reduce((sum, { y }) => sum + y, 0) / cell.length,
    });
  }
  return { single, folds };
}
