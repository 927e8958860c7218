import { eachWrittenRun, type Raster } from './raster.ts';

type PixelContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Shows a raster on a transparent canvas of its size: only the rows that were written to. */
export function putRaster(context: PixelContext, raster: Raster): void {
  const { width, height, pixels } = raster;
  const picture = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
  eachWrittenRun(raster, (from, to) => context.putImageData(picture, 0, 0, 0, from, width, to - from));
}
