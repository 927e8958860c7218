import { putRaster } from './put-raster.ts';
import type { FleetReport } from './worker-messages.ts';

/** A canvas of the page's own that shows the worker's pictures: only what changed is put on it. */
export interface PictureCanvas {
  readonly canvas: HTMLCanvasElement;
  show(report: Extract<FleetReport, { kind: 'drawn' }>): void;
}

export function createPictureCanvas(): PictureCanvas | undefined {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  /** Which bands of the canvas hold anything. */
  let held = new Uint8Array(0);
  return {
    canvas,
    show({ picture, width, height, bands }) {
      // Whoever resizes a canvas empties it: only when it must be, and just before it is filled.
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
        held = new Uint8Array(bands.length);
      }
      // What the last picture had written and this one has not is emptied by its transparent pixels.
      const touched = bands.map((written, band) => written | (held[band] ?? 0));
      putRaster(context, { width, height, pixels: new Int32Array(picture.pixels), bands: touched });
      held = bands.slice();
    },
  };
}
