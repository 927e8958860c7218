/**
 * Which rows changed since a renderer last took them, by blocks: marking is one write, and taking them
 * gives few runs of rows instead of thousands of single ones. One reader: the layer that draws the fleet.
 */
export interface TouchedRows {
  mark(row: number): void;
  /** Calls with runs of rows `[from, to)`, ascending and within `size`, and forgets them. */
  take(size: number, visit: (from: number, to: number) => void): void;
}

export const BLOCK_ROWS = 64;
/** Two runs with so few clean blocks between them cost more as two uploads than as one. */
const BRIDGED_BLOCKS = 4;

export function createTouchedRows(): TouchedRows {
  let blocks = new Uint8Array(16);
  let low = Number.POSITIVE_INFINITY;
  let high = -1;
  return {
    mark(row) {
      const block = Math.floor(row / BLOCK_ROWS);
      if (block >= blocks.length) {
        const grown = new Uint8Array(2 ** Math.ceil(Math.log2(block + 1)));
        grown.set(blocks);
        blocks = grown;
      }
      blocks[block] = 1;
      if (block < low) low = block;
      if (block > high) high = block;
    },
    take(size, visit) {
      let from = -1;
      let to = -1;
      const tell = () => {
        const end = Math.min(size, (to + 1) * BLOCK_ROWS);
        if (from >= 0 && from * BLOCK_ROWS < end) visit(from * BLOCK_ROWS, end);
      };
      for (let block = low; block <= high; block += 1) {
        if (blocks[block] !== 1) continue;
        blocks[block] = 0;
        if (from >= 0 && block - to > BRIDGED_BLOCKS) {
          tell();
          from = block;
        } else if (from < 0) from = block;
        to = block;
      }
      tell();
      low = Number.POSITIVE_INFINITY;
      high = -1;
    },
  };
}
