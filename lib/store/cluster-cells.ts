/** The squares of the world that fold vehicles together, and how their discs are measured. */

/** From this zoom on every vehicle stands for itself. */
export const CLUSTERS_BELOW_ZOOM = 13;
/** Side of a cell at a whole zoom, CSS pixels. */
export const CELL_PX = 80;
/** So many vehicles in a cell become a cluster: two arrows still read well. */
export const CLUSTER_FROM = 3;
/** A vehicle leaves its cell only so far beyond the edge, or it would blink in and out there. */
export const EDGE_PX = 5;
/** Side of a vehicle's marker: what lies closer cannot be told apart, CSS pixels. */
export const MARKER_PX = 20;

/** World units of a CSS pixel at a zoom. */
export const unitsPerPx = (zoom: number): number => 2 ** (24 - zoom);

/**
 * Side of a cell in world units. Cells are anchored to the world's corner, so that moving the map changes
 * nothing, and each holds exactly four of the next zoom: vehicles that parted stay parted.
 */
export const cellUnits = (zoom: number): number => CELL_PX * unitsPerPx(Math.floor(zoom));

/** Radius of a cluster's disc, CSS pixels: three digits have to fit, and ten times as many is a little more. */
export const discRadiusPx = (count: number): number => Math.min(26, 14 + 3.5 * Math.log10(count));

export interface WorldBounds {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/**
 * The smallest zoom above this one at which vehicles no longer fall into one cluster or onto one marker;
 * null when even the map's largest does not part them.
 */
export function partingZoom(bounds: WorldBounds, zoom: number, maxZoom: number): number | null {
  const span = Math.max(bounds.maxX - bounds.minX, bounds.maxY - bounds.minY);
  if (span < MARKER_PX * unitsPerPx(maxZoom)) return null;
  for (let next = Math.floor(zoom) + 1; next < maxZoom; next += 1) {
    const apart =
      next < CLUSTERS_BELOW_ZOOM ? !inOneCell(bounds, cellUnits(next)) : span >= MARKER_PX * unitsPerPx(next);
    if (apart) return next;
  }
  return maxZoom;
}

const inOneCell = ({ minX, minY, maxX, maxY }: WorldBounds, side: number): boolean =>
  Math.floor(minX / side) === Math.floor(maxX / side) && Math.floor(minY / side) === Math.floor(maxY / side);
