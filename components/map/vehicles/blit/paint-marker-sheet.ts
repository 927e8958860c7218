import { createMarkerPainter, MARKER_LOOKS, RING_PX, SPRITE_PX } from '../vehicle-sprites.ts';
import { HEADINGS, SPRITES_PER_LOOK, type MarkerSheet } from './sprites.ts';

/** Paints every marker once in the present theme; undefined where the browser gives no canvas. */
export function paintMarkerSheet(ratio: number): MarkerSheet | undefined {
  const painter = createMarkerPainter(false);
  const cellPx = Math.ceil(SPRITE_PX * ratio);
  const ringPx = Math.ceil(RING_PX * ratio);
  const column = pixelsOf(cellPx, cellPx * SPRITES_PER_LOOK);
  const single = pixelsOf(ringPx, ringPx);
  if (column === undefined || single === undefined) return undefined;
  const looks = MARKER_LOOKS.map((look) =>
    column((context) => {
      for (let step = 0; step <= HEADINGS; step += 1) {
        context.setTransform(ratio, 0, 0, ratio, cellPx / 2, (step + 0.5) * cellPx);
        painter.marker(context, look, step < HEADINGS ? (step / HEADINGS) * 360 : null);
      }
    }),
  );
  const cells = new Uint8ClampedArray(looks.reduce((bytes, look) => bytes + look.length, 0));
  let offset = 0;
  for (const look of looks) {
    cells.set(look, offset);
    offset += look.length;
  }
  const ring = single((context) => {
    context.setTransform(ratio, 0, 0, ratio, ringPx / 2, ringPx / 2);
    painter.ring(context);
  });
  return { cellPx, cells, ringPx, ring };
}

/** A canvas in memory; what is painted there comes back as straight pixels. */
function pixelsOf(width: number, height: number) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return undefined;
  return (paint: (context: CanvasRenderingContext2D) => void): Uint8ClampedArray<ArrayBuffer> => {
    context.resetTransform();
    context.clearRect(0, 0, width, height);
    paint(context);
    return new Uint8ClampedArray(context.getImageData(0, 0, width, height).data);
  };
}
