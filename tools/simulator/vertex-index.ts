import { distanceM, type LatLng } from '#lib/domain/geo.ts';

/** Finds the nearest of many places without looking at all of them. */
export interface VertexIndex {
  /** -1 when the index is empty. */
  nearest(place: LatLng): number;
}

/** About 280 m by 150 m at this latitude. */
const CELL_DEGREES = 0.0025;

/** @param at where a vertex is */
export function createVertexIndex(vertices: readonly number[], at: (vertex: number) => LatLng): VertexIndex {
  const cells = new Map<string, number[]>();
  for (const vertex of vertices) {
    const [row, column] = cellOf(at(vertex));
    const key = `${row},${column}`;
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [vertex]);
    else cell.push(vertex);
  }
  return {
    nearest: (place) => {
      const [row, column] = cellOf(place);
      const near = [-1, 0, 1].flatMap((dy) =>
        [-1, 0, 1].flatMap((dx) => cells.get(`${row + dy},${column + dx}`) ?? []),
      );
      let best = -1;
      let bestM = Infinity;
      // Outside the cells around the place everything is far: then all are looked at.
      for (const vertex of near.length > 0 ? near : vertices) {
        const awayM = distanceM(place, at(vertex));
        if (awayM < bestM) [best, bestM] = [vertex, awayM];
      }
      return best;
    },
  };
}

const cellOf = (place: LatLng): [number, number] => [
  Math.floor(place.latitude / CELL_DEGREES),
  Math.floor(place.longitude / CELL_DEGREES),
];
