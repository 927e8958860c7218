import type { FleetFrame } from '../fleet-renderer.ts';
import { createColumns, type FleetColumns } from '#lib/store/fleet-columns.ts';
import { blitFrame, type RowLabel } from './blit-frame.ts';
import { clearRaster, createRaster, rasterImage, returned, type Raster, type RasterImage } from './raster.ts';
import { unpackRows } from './row-parcel.ts';
import { createSpriteSource, type MarkerSheet, type SpriteSource } from './sprites.ts';
import type { FleetRequest, LabelUpdate, Picture } from './worker-messages.ts';

type Frame = Extract<FleetRequest, { kind: 'frame' }>;

/** The worker's own fleet, markers and labels, and the rasters that its pictures are composed in. */
export interface WorkerDesk {
  markers(sheet: MarkerSheet): void;
  /** Takes what has changed. */
  update(change: Pick<Frame, 'baseMs' | 'parcel' | 'labels'>): void;
  /** Composes a frame over whatever the raster holds. */
  compose(raster: Raster, frame: FleetFrame): void;
  /** Takes what has changed and gives the raster to show. Its pixels go to the page and come back as a spare. */
  picture(request: Frame): SlottedRaster;
}

interface SlottedRaster {
  readonly slot: number;
  readonly raster: Raster;
}

export function createWorkerDesk(): WorkerDesk {
  let columns: FleetColumns | undefined;
  let sprites: SpriteSource | undefined;
  let labels: readonly RowLabel[] = [];
  let slots = 0;
  /** What is away at the page: all of a raster but its pixels. */
  const away = new Map<number, Raster>();
  const pictures = new Map<string, RasterImage>();

  /** An empty raster: the spare one, if it is as large, else new memory, which is dear. */
  const rasterOf = (width: number, height: number, spare: Picture | null): SlottedRaster => {
    const known = spare === null ? undefined : away.get(spare.slot);
    if (spare !== null) away.delete(spare.slot);
    if (spare !== null && known?.width === width && known.height === height) {
      const raster = returned(known, spare.pixels);
      clearRaster(raster);
      return { slot: spare.slot, raster };
    }
    slots += 1;
    return { slot: slots, raster: createRaster(width, height) };
  };

  const takeLabels = ({ rows, keys, fresh, dropped }: LabelUpdate) => {
    for (const key of dropped) pictures.delete(key);
    for (const { key, width, height, pixels } of fresh) pictures.set(key, rasterImage(width, height, pixels));
    labels = rows.flatMap((row, index) => {
      const image = pictures.get(keys[index] ?? '');
      return image === undefined ? [] : [{ row, image }];
    });
  };

  const desk: WorkerDesk = {
    markers(sheet) {
      sprites = createSpriteSource(sheet);
    },
    update(change) {
      columns ??= createColumns(change.baseMs, 256);
      unpackRows(columns, change.parcel);
      if (change.labels !== null) takeLabels(change.labels);
    },
    compose(raster, frame) {
      if (columns !== undefined && sprites !== undefined) blitFrame(raster, columns, frame, sprites, labels);
    },
    picture(request) {
      desk.update(request);
      const [width, height] = rasterSize(request.frame);
      const slotted = rasterOf(width, height, request.spare);
      desk.compose(slotted.raster, request.frame);
      away.set(slotted.slot, slotted.raster);
      return slotted;
    },
  };
  return desk;
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
