import { createMarkerPainter, MARKER_LOOKS } from '../vehicle-sprites.ts';
import { CELL_COUNT, CELL_ROWS, MARKER_CELL, RING_CELL } from './marker-cells.ts';
import { WebglFailure } from './program.ts';

/** Painted larger than shown, so that a turned marker has edges as clean as a painted one. */
const OVERSAMPLING = 2;
/** The largest sprite (the ring) with room around it, CSS pixels. */
const CELL_PX = 48;
/** Cells begin on texels that no two cells share in the three levels used. */
const ALIGNMENT = 8;

export interface MarkerAtlas {
  readonly cellTexels: number;
  readonly texelsPerPx: number;
  readonly width: number;
  readonly height: number;
}

/** How large an atlas for screens of this many device pixels per CSS pixel is. */
export function measureAtlas(ratio: number): MarkerAtlas {
  const texelsPerPx = ratio * OVERSAMPLING;
  const cellTexels = Math.ceil((CELL_PX * texelsPerPx) / ALIGNMENT) * ALIGNMENT;
  return {
    cellTexels,
    texelsPerPx,
    width: cellTexels * MARKER_CELL.columns,
    height: cellTexels * CELL_ROWS,
  };
}

/** Paints every marker in the present theme into the bound texture. */
export function paintMarkerAtlas(gl: WebGL2RenderingContext, ratio: number): MarkerAtlas {
  const atlas = measureAtlas(ratio);
  const canvas = document.createElement('canvas');
  canvas.width = atlas.width;
  canvas.height = atlas.height;
  const context = canvas.getContext('2d');
  if (context === null) throw new WebglFailure('no canvas to paint markers on');
  const painter = createMarkerPainter();
  for (let cell = 0; cell < CELL_COUNT; cell += 1) {
    const column = cell % MARKER_CELL.columns;
    const row = Math.floor(cell / MARKER_CELL.columns);
    context.setTransform(
      atlas.texelsPerPx,
      0,
      0,
      atlas.texelsPerPx,
      (column + 0.5) * atlas.cellTexels,
      (row + 0.5) * atlas.cellTexels,
    );
    const look = MARKER_LOOKS[Math.floor(cell / MARKER_CELL.perLook)];
    if (cell === RING_CELL) painter.ring(context);
    else if (look !== undefined)
      painter.marker(context, look, cell % MARKER_CELL.perLook === MARKER_CELL.arrow ? 0 : null);
  }
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, canvas);
  gl.generateMipmap(gl.TEXTURE_2D);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  return atlas;
}
