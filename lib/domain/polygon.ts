/** Geometry in the plane, in whatever unit the points are in. */

export interface PlanePoint {
  readonly x: number;
  readonly y: number;
}

/**
 * Whether a point lies within a closed outline, by its winding number: where a line drawn by hand crosses
 * itself, everything that it went around counts. On the outline itself either answer may come.
 */
export function polygonContains(outline: readonly PlanePoint[], point: PlanePoint): boolean {
  let winding = 0;
  let from = outline.at(-1);
  if (from === undefined) return false;
  for (const to of outline) {
    if (from.y <= point.y) {
      if (to.y > point.y && side(from, to, point) > 0) winding += 1;
    } else if (to.y <= point.y && side(from, to, point) < 0) winding -= 1;
    from = to;
  }
  return winding !== 0;
}

/** Above 0: the point is on one side of the line from `a` to `b`; below 0: on the other. */
const side = (a: PlanePoint, b: PlanePoint, point: PlanePoint): number =>
  (b.x - a.x) * (point.y - a.y) - (point.x - a.x) * (b.y - a.y);

export interface PlaneBox {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/** The smallest upright box around the points; of none, one that holds nothing. */
export function boxOf(points: readonly PlanePoint[]): PlaneBox {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  }
  return { minX, minY, maxX, maxY };
}

export const boxContains = (box: PlaneBox, { x, y }: PlanePoint): boolean =>
  x >= box.minX && x <= box.maxX && y >= box.minY && y <= box.maxY;
