import { MARKER_LOOKS } from '../vehicle-sprites.ts';

/** Where the atlas holds what: square cells, per look an arrow and a disc, then the ring. */
export const MARKER_CELL = { perLook: 2, arrow: 0, disc: 1, columns: 4 } as const;
export const RING_CELL = MARKER_LOOKS.length * MARKER_CELL.perLook;
export const CELL_COUNT = RING_CELL + 1;
export const CELL_ROWS = Math.ceil(CELL_COUNT / MARKER_CELL.columns);
