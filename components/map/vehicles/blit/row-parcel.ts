import { addRow, RING, type FleetColumns } from '#lib/store/fleet-columns.ts';

/**
 * Rows on their way to the worker: what drawing needs of them, column by column in one buffer, which
 * travels back when the frame is drawn and is filled again.
 */
export interface RowParcel {
  /** Pairs: from, to (not included). */
  readonly runs: readonly number[];
  /** Rows the fleet has. */
  readonly size: number;
  readonly buffer: ArrayBuffer;
}

const WIDE_WORDS = ['x', 'y', 'playAt'] as const;
const BYTES_PER_ROW = RING * (4 + 4 + 4 + 1) + 4;

/** @param spare a buffer to fill if it is large enough */
export function packRows(columns: FleetColumns, runs: readonly number[], spare?: ArrayBuffer): RowParcel {
  const rows = rowsIn(runs);
  const bytes = rows * BYTES_PER_ROW;
  const buffer =
    spare !== undefined && spare.byteLength >= bytes
      ? spare
      : new ArrayBuffer(2 ** Math.ceil(Math.log2(Math.max(bytes, 4_096))));
  const sections = sectionsOf(buffer, rows);
  eachRun(runs, (from, to, offset) => {
    for (const name of WIDE_WORDS)
      sections[name].set(columns[name].subarray(from * RING, to * RING), offset * RING);
    sections.meta.set(columns.meta.subarray(from, to), offset);
    sections.heading.set(columns.heading.subarray(from * RING, to * RING), offset * RING);
  });
  return { runs, size: columns.size, buffer };
}

export function unpackRows(columns: FleetColumns, { runs, size, buffer }: RowParcel): void {
  while (columns.size < size) addRow(columns, 0);
  columns.size = size;
  const sections = sectionsOf(buffer, rowsIn(runs));
  eachRun(runs, (from, to, offset) => {
    for (const name of WIDE_WORDS)
      columns[name].set(sections[name].subarray(offset * RING, (offset + to - from) * RING), from * RING);
    columns.meta.set(sections.meta.subarray(offset, offset + to - from), from);
    columns.heading.set(sections.heading.subarray(offset * RING, (offset + to - from) * RING), from * RING);
  });
}

function eachRun(runs: readonly number[], visit: (from: number, to: number, offset: number) => void): void {
  let offset = 0;
  for (let i = 0; i < runs.length; i += 2) {
    const [from = 0, to = 0] = [runs[i], runs[i + 1]];
    visit(from, to, offset);
    offset += to - from;
  }
}

function rowsIn(runs: readonly number[]): number {
  let rows = 0;
  eachRun(runs, (from, to) => {
    rows += to - from;
  });
  return rows;
}

function sectionsOf(buffer: ArrayBuffer, rows: number) {
  const wide = rows * RING;
  return {
    x: new Uint32Array(buffer, 0, wide),
    y: new Uint32Array(buffer, wide * 4, wide),
    playAt: new Uint32Array(buffer, wide * 8, wide),
    meta: new Uint32Array(buffer, wide * 12, rows),
    heading: new Uint8Array(buffer, wide * 12 + rows * 4, wide),
  };
}
