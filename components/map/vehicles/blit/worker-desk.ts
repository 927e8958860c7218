import { createColumns, type FleetColumns } from '#lib/store/fleet-columns.ts';
import { blitFrame, type RowLabel } from './blit-frame.ts';
import { clearRaster, createRaster, rasterImage, type Raster, type RasterImage } from './raster.ts';
import { unpackRows } from './row-parcel.ts';
import { createSpriteSource, type SpriteSource } from './sprites.ts';
import type { FleetRequest, LabelUpdate } from './worker-messages.ts';

/** The worker's own fleet, markers and labels, and the raster that its frames are composed in. */
export interface WorkerDesk {
  /** Takes a request; for a frame gives the raster to show. */
  take(request: FleetRequest): Raster | undefined;
}

export function createWorkerDesk(): WorkerDesk {
  let columns: FleetColumns | undefined;
  let sprites: SpriteSource | undefined;
  let raster = createRaster(1, 1);
  let labels: readonly RowLabel[] = [];
  const pictures = new Map<string, RasterImage>();

  const takeLabels = ({ rows, keys, fresh, dropped }: LabelUpdate) => {
    for (const key of dropped) pictures.delete(key);
    for (const { key, width, height, pixels } of fresh) pictures.set(key, rasterImage(width, height, pixels));
    labels = rows.flatMap((row, index) => {
      const image = pictures.get(keys[index] ?? '');
      return image === undefined ? [] : [{ row, image }];
    });
  };

  return {
    take(request) {
      switch (request.kind) {
        case 'markers':
          sprites = createSpriteSource(request.sheet);
          return undefined;
        case 'frame': {
          const { frame } = request;
          columns ??= createColumns(request.baseMs, 256);
          unpackRows(columns, request.parcel);
          if (request.labels !== null) takeLabels(request.labels);
          const [width, height] = rasterSize(frame);
          if (raster.width === width && raster.height === height) clearRaster(raster);
          else raster = createRaster(width, height);
          if (sprites !== undefined) blitFrame(raster, columns, frame, sprites, labels);
          return raster;
        }
        default:
          return request satisfies never;
      }
    },
  };
}

/** Device pixels of a view's canvas. */
export function rasterSize(view: {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly ratio: number;
}): readonly [width: number, height: number] {
  return [
    Math.max(1, Math.round(view.widthPx * view.ratio)),
    Math.max(1, Math.round(view.heightPx * view.ratio)),
  ];
}
