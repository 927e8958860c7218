import type {
  FleetRenderer,
  FleetRendererOptions,
  FleetRendererResult,
  FleetView,
  VehicleLabel,
} from '../fleet-renderer.ts';
import { paintMarkerSheet } from './paint-marker-sheet.ts';
import { createRasterCanvas } from './raster-canvas.ts';
import { blitFrame, type RowLabel } from './blit-frame.ts';
import { clearRaster, createRaster, rasterImage, type RasterImage } from './raster.ts';
import { createSpriteSource, type SpriteSource } from './sprites.ts';
import { rasterSize } from './worker-desk.ts';

/** The worker's way of drawing on the page's own thread, for browsers without OffscreenCanvas. */
export function createPageRenderer(options: FleetRendererOptions): FleetRendererResult {
  const { columns } = options;
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) return { usable: false, reason: 'this browser gives no canvas' };
  const put = createRasterCanvas(canvas, context);
  let raster = createRaster(1, 1);
  let sprites: SpriteSource | undefined;
  let paintedRatio = 0;
  let labels: readonly RowLabel[] = [];
  let shownView: FleetView | undefined;
  let closed = false;
  const pictures = new WeakMap<ImageData, RasterImage>();

  const pictureOf = ({ image: { pixels } }: VehicleLabel): RasterImage => {
    const known = pictures.get(pixels);
    if (known !== undefined) return known;
    const picture = rasterImage(pixels.width, pixels.height, pixels.data);
    pictures.set(pixels, picture);
    return picture;
  };

  const renderer: FleetRenderer = {
    kind: 'page',
    canvases: [canvas],
    canvas: () => canvas,
    shown: () => shownView,
    restyle() {
      paintedRatio = 0;
    },
    label(next) {
      labels = next.map((label) => ({ row: label.row, image: pictureOf(label) }));
    },
    draw(frame) {
      if (closed) return 'busy';
      // The columns are read where they are; what was touched needs no copying.
      columns.touched.take(columns.size, () => undefined);
      if (frame.ratio !== paintedRatio || sprites === undefined) {
        const sheet = paintMarkerSheet(frame.ratio);
        if (sheet === undefined) {
          closed = true;
          options.onLost('this browser gives no canvas to paint markers on');
          return 'busy';
        }
        sprites = createSpriteSource(sheet);
        paintedRatio = frame.ratio;
      }
      const [width, height] = rasterSize(frame);
      if (raster.width === width && raster.height === height) clearRaster(raster);
      else raster = createRaster(width, height);
      blitFrame(raster, columns, frame, sprites, labels);
      put(raster);
      shownView = { ...frame };
      return 'drawn';
    },
    rest: () => undefined,
    close() {
      closed = true;
    },
  };
  return { usable: true, renderer };
}
