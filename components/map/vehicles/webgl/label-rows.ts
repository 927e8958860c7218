import { RING, type FleetColumns } from '#lib/store/fleet-columns.ts';
import { SLOT_COUNT } from './label-slots.ts';
import { createRowBuffers, type RowBuffers, type ShownColumns } from './row-buffers.ts';
import { LOCATION } from './vehicle-shaders.ts';

const NUMBERS_PER_PLACE = 4;

export interface LabelRows {
  /** Forgets all labels. */
  begin(): void;
  /** One more label: its row, and its texels in the atlas. */
  add(row: number, left: number, top: number, width: number, height: number): void;
  /** How many there are. */
  count(): number;
  /** Uploads the places, after the last `add`. */
  uploadPlaces(): void;
  /** Copies the rows that have a label, so that the card draws one instance a label. */
  uploadRows(columns: FleetColumns): void;
  readonly vertexArray: WebGLVertexArrayObject;
}

/** Labels glide in the shader as their vehicles do: they have a copy of their rows, at most 256. */
export function createLabelRows(gl: WebGL2RenderingContext): LabelRows {
  const copies: ShownColumns = {
    x: new Uint32Array(SLOT_COUNT * RING),
    y: new Uint32Array(SLOT_COUNT * RING),
    playAt: new Uint32Array(SLOT_COUNT * RING),
    heading: new Uint8Array(SLOT_COUNT * RING),
    meta: new Uint32Array(SLOT_COUNT),
  };
  const places = new Float32Array(SLOT_COUNT * NUMBERS_PER_PLACE);
  const rows = new Uint32Array(SLOT_COUNT);
  const rowBuffers: RowBuffers = createRowBuffers(gl);
  const placeBuffer = gl.createBuffer();
  const numberBuffer = gl.createBuffer();
  const vertexArray = gl.createVertexArray();
  let count = 0;

  rowBuffers.reserve(SLOT_COUNT);
  gl.bindVertexArray(vertexArray);
  rowBuffers.point(0);
  gl.bindBuffer(gl.ARRAY_BUFFER, placeBuffer);
  gl.bufferData(gl.ARRAY_BUFFER, places.byteLength, gl.DYNAMIC_DRAW);
  gl.vertexAttribPointer(LOCATION.label, NUMBERS_PER_PLACE, gl.FLOAT, false, 0, 0);
  gl.bindBuffer(gl.ARRAY_BUFFER, numberBuffer);
  gl.bufferData(gl.ARRAY_BUFFER, rows.byteLength, gl.DYNAMIC_DRAW);
  gl.vertexAttribIPointer(LOCATION.labelRow, 1, gl.UNSIGNED_INT, 0, 0);
  for (const location of [LOCATION.label, LOCATION.labelRow]) {
    gl.enableVertexAttribArray(location);
    gl.vertexAttribDivisor(location, 1);
  }
  gl.bindVertexArray(null);

  return {
    vertexArray,
    begin() {
      count = 0;
    },
    add(row, left, top, width, height) {
      const first = count * NUMBERS_PER_PLACE;
      rows[count] = row;
      places[first] = left;
      places[first + 1] = top;
      places[first + 2] = width;
      places[first + 3] = height;
      count += 1;
    },
    count: () => count,
    uploadPlaces() {
      gl.bindBuffer(gl.ARRAY_BUFFER, placeBuffer);
      gl.bufferSubData(gl.ARRAY_BUFFER, 0, places, 0, count * NUMBERS_PER_PLACE);
      gl.bindBuffer(gl.ARRAY_BUFFER, numberBuffer);
      gl.bufferSubData(gl.ARRAY_BUFFER, 0, rows, 0, count);
    },
    uploadRows(columns) {
      for (let i = 0; i < count; i += 1) {
        const row = rows[i] ?? 0;
        // A row that is gone has no fix: nothing is drawn.
        copies.meta[i] = row < columns.size ? (columns.meta[row] ?? 0) : 0;
        for (let slot = 0; slot < RING; slot += 1) {
          const from = row * RING + slot;
          const to = i * RING + slot;
          copies.x[to] = columns.x[from] ?? 0;
          copies.y[to] = columns.y[from] ?? 0;
          copies.playAt[to] = columns.playAt[from] ?? 0;
          copies.heading[to] = columns.heading[from] ?? 0;
        }
      }
      rowBuffers.upload(copies, 0, count);
    },
  };
}
