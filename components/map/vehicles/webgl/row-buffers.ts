import { RING, type FleetColumns } from '#lib/store/fleet-columns.ts';
import { LOCATION } from './vehicle-shaders.ts';

/** The columns that the shader reads: their place, values a row, and bytes a value. */
const SHOWN = [
  { name: 'x', location: LOCATION.x, width: RING, bytes: 4 },
  { name: 'y', location: LOCATION.y, width: RING, bytes: 4 },
  { name: 'playAt', location: LOCATION.playAt, width: RING, bytes: 4 },
  { name: 'heading', location: LOCATION.heading, width: RING, bytes: 1 },
  { name: 'meta', location: LOCATION.meta, width: 1, bytes: 4 },
] as const;

export type ShownColumns = Pick<FleetColumns, (typeof SHOWN)[number]['name']>;

export interface RowBuffers {
  /** Makes room for `capacity` rows; what was in the buffers is gone. */
  reserve(capacity: number): void;
  /** Copies the rows `[from, to)` of the columns. */
  upload(columns: ShownColumns, from: number, to: number): void;
  /** Points the bound vertex array's attributes at the buffers, from a row on. */
  point(firstRow: number): void;
}

/** One buffer per column, uploaded as it is. */
export function createRowBuffers(gl: WebGL2RenderingContext): RowBuffers {
  const buffers = SHOWN.map((column) => ({ ...column, handle: gl.createBuffer() }));
  return {
    reserve(capacity) {
      for (const { handle, width, bytes } of buffers) {
        gl.bindBuffer(gl.ARRAY_BUFFER, handle);
        gl.bufferData(gl.ARRAY_BUFFER, capacity * width * bytes, gl.DYNAMIC_DRAW);
      }
    },
    upload(columns, from, to) {
      for (const { name, handle, width, bytes } of buffers) {
        gl.bindBuffer(gl.ARRAY_BUFFER, handle);
        gl.bufferSubData(
          gl.ARRAY_BUFFER,
          from * width * bytes,
          columns[name],
          from * width,
          (to - from) * width,
        );
      }
    },
    point(firstRow) {
      for (const { handle, location, width, bytes } of buffers) {
        gl.bindBuffer(gl.ARRAY_BUFFER, handle);
        const type = bytes === 1 ? gl.UNSIGNED_BYTE : gl.UNSIGNED_INT;
        gl.vertexAttribIPointer(location, width, type, 0, firstRow * width * bytes);
        gl.enableVertexAttribArray(location);
        gl.vertexAttribDivisor(location, 1);
      }
    },
  };
}
