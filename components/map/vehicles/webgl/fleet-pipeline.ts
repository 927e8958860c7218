import type { FleetColumns } from '#lib/store/fleet-columns.ts';
import type { FleetFrame, VehicleLabel } from '../fleet-renderer.ts';
import { createFrameUniforms, FRAME_BYTES } from './frame-uniforms.ts';
import { createLabelAtlas } from './label-atlas.ts';
import { createLabelRows } from './label-rows.ts';
import { paintMarkerAtlas } from './marker-atlas.ts';
import { createProgram } from './program.ts';
import { createRowBuffers } from './row-buffers.ts';
import {
  fragment,
  LABEL_VERTEX,
  MARKER_VERTEX,
  MARKER_VERTICES,
  PASS,
  SELECTED_VERTICES,
} from './vehicle-shaders.ts';

/** Everything that lives on the card. A lost context takes it all: the next one gets a new pipeline. */
export interface FleetPipeline {
  label(labels: readonly VehicleLabel[]): void;
  restyle(): void;
  draw(frame: FleetFrame): void;
}

/** @throws WebglFailure when the card does not do what it should */
export function createFleetPipeline(
  gl: WebGL2RenderingContext,
  canvas: HTMLCanvasElement,
  columns: FleetColumns,
): FleetPipeline {
  const markers = createProgram(gl, MARKER_VERTEX, fragment(-1));
  const names = createProgram(gl, LABEL_VERTEX, fragment(0));
  const markerPass = markers.at('pass');
  const namePass = names.at('pass');
  const uniforms = createFrameUniforms();
  const rows = createRowBuffers(gl);
  const labelRows = createLabelRows(gl);
  const labelAtlas = createLabelAtlas(gl);
  const markerTexture = gl.createTexture();
  const everyRow = gl.createVertexArray();
  const selectedRow = gl.createVertexArray();
  const frameBuffer = gl.createBuffer();
  let reservedRows = -1;
  let paintedRatio = 0;
  let pointedRow = -1;
  let labelsAreStale = false;

  gl.bindVertexArray(everyRow);
  rows.point(0);
  gl.bindVertexArray(null);
  gl.bindBuffer(gl.UNIFORM_BUFFER, frameBuffer);
  gl.bufferData(gl.UNIFORM_BUFFER, FRAME_BYTES, gl.DYNAMIC_DRAW);
  gl.bindBufferBase(gl.UNIFORM_BUFFER, 0, frameBuffer);
  gl.clearColor(0, 0, 0, 0);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);

  const uploadRun = (from: number, to: number) => {
    rows.upload(columns, from, to);
    labelsAreStale = true;
  };
  const uploadRows = () => {
    if (columns.capacity === reservedRows) {
      columns.touched.take(columns.size, uploadRun);
    } else {
      // The columns have grown, or this card has never seen them: all of them, once.
      reservedRows = columns.capacity;
      rows.reserve(reservedRows);
      columns.touched.take(columns.size, ignore);
      if (columns.size > 0) uploadRun(0, columns.size);
    }
    if (labelsAreStale) labelRows.uploadRows(columns);
    labelsAreStale = false;
  };

  const fit = (frame: FleetFrame) => {
    const width = Math.round(frame.widthPx * frame.ratio);
    const height = Math.round(frame.heightPx * frame.ratio);
    if (canvas.width === width && canvas.height === height && paintedRatio === frame.ratio) return;
    canvas.width = width;
    canvas.height = height;
    // By the rounded size, so that a pixel of the canvas is one of the screen.
    canvas.style.width = `${width / frame.ratio}px`;
    canvas.style.height = `${height / frame.ratio}px`;
  };

  const paint = (ratio: number) => {
    paintedRatio = ratio;
    gl.bindTexture(gl.TEXTURE_2D, markerTexture);
    const atlas = paintMarkerAtlas(gl, ratio);
    gl.useProgram(markers.handle);
    gl.uniform2f(markers.at('cell'), atlas.cellTexels, atlas.texelsPerPx);
    gl.uniform2f(markers.at('atlasSize'), atlas.width, atlas.height);
  };

  const drawMarkers = (
    pass: number,
    vertexArray: WebGLVertexArrayObject,
    vertices: number,
    count: number,
  ) => {
    gl.useProgram(markers.handle);
    gl.uniform1i(markerPass, pass);
    gl.bindTexture(gl.TEXTURE_2D, markerTexture);
    gl.bindVertexArray(vertexArray);
    gl.drawArraysInstanced(gl.TRIANGLES, 0, vertices, count);
  };

  const drawLabels = (pass: number) => {
    const count = labelRows.count();
    if (count === 0) return;
    gl.useProgram(names.handle);
    gl.uniform1i(namePass, pass);
    gl.bindTexture(gl.TEXTURE_2D, labelAtlas.texture);
    gl.bindVertexArray(labelRows.vertexArray);
    gl.drawArraysInstanced(gl.TRIANGLES, 0, MARKER_VERTICES, count);
  };

  return {
    label(labels) {
      labelRows.begin();
      labelAtlas.place(labels, ({ row, image }, left, top) =>
        labelRows.add(row, left, top, image.pixels.width, image.pixels.height),
      );
      labelRows.uploadPlaces();
      labelsAreStale = true;
      gl.useProgram(names.handle);
      gl.uniform2f(names.at('atlasSize'), labelAtlas.width, labelAtlas.height());
    },
    restyle() {
      paintedRatio = 0;
    },
    draw(frame) {
      fit(frame);
      if (paintedRatio !== frame.ratio) paint(frame.ratio);
      uploadRows();
      uniforms.write(frame, canvas.width, canvas.height);
      gl.bindBuffer(gl.UNIFORM_BUFFER, frameBuffer);
      gl.bufferSubData(gl.UNIFORM_BUFFER, 0, uniforms.bytes);
      gl.viewport(0, 0, canvas.width, canvas.height);
      gl.clear(gl.COLOR_BUFFER_BIT);
      drawMarkers(PASS.others, everyRow, MARKER_VERTICES, columns.size);
      drawLabels(PASS.others);
      if (frame.selectedRow < 0 || frame.selectedRow >= columns.size) return;
      if (pointedRow !== frame.selectedRow) {
        pointedRow = frame.selectedRow;
        gl.bindVertexArray(selectedRow);
        rows.point(pointedRow);
      }
      drawMarkers(PASS.selected, selectedRow, SELECTED_VERTICES, 1);
      drawLabels(PASS.selected);
    },
  };
}

const ignore = (): void => {};
