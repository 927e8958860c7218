import { eachWrittenRun, type Raster } from './raster.ts';

/** Shows rasters on a transparent canvas: only the rows that hold something now or did before are put on it. */
export function createRasterCanvas(
  canvas: { width: number; height: number },
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
): (raster: Raster) => void {
  let held = new Uint8Array(0);
  return ({ width, height, pixels, bands }) => {
    // Whoever resizes a canvas empties it: only when it must be, and just before it is filled.
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      held = new Uint8Array(bands.length);
    }
    const picture = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
    // What the last raster had written and this one has not is emptied by its transparent pixels.
    const touched = bands.map((written, band) => written | (held[band] ?? 0));
    eachWrittenRun({ bands: touched, height }, (from, to) =>
      context.putImageData(picture, 0, 0, 0, from, width, to - from),
    );
    held = bands.slice();
  };
}
