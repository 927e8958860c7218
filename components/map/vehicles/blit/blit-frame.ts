import {
  fixCount,
  intervalSeconds,
  isClustered,
  isFiltered,
  newestRecordedMs,
  newestSlot,
  RING,
  statusIndex,
  type FleetColumns,
} from '#lib/store/fleet-columns.ts';
import { sampleVehicle, type VehicleSample } from '#lib/store/sample-vehicle.ts';
import { LABEL_GAP_PX, type FleetFrame } from '../fleet-renderer.ts';
import { createMarkerList, type MarkerVisit } from './marker-list.ts';
import { blendImage, type Raster, type RasterImage } from './raster.ts';
import { spriteOf, stampSprite, type SpriteSource } from './sprites.ts';

/** The selected one's label stands clear of its ring. */
export const SELECTED_LABEL_GAP_PX = LABEL_GAP_PX + 6;
const STALE_LOOK = 4;
/**
 * From so many markers on one screen, which lie on each other anyway, their edges are hard: half transparent
 * pixels are what a processor has no time for. The more there are, the smaller they get, down to a dot that
 * still shows its colour, so that they stay apart and a frame costs no more than the screen is large.
 */
const DENSE_FROM = 2_500;
const DENSE_SCALE = { most: 0.75, least: 0.45 } as const;
/** CSS pixels of the canvas for each marker of the largest dense size. */
const ROOM_PX = 400;

/** @param markers on a canvas of so many CSS pixels */
export function denseScale(markers: number, canvasPx: number): number {
  const scale = DENSE_SCALE.most * Math.sqrt(canvasPx / (ROOM_PX * markers));
  return Math.min(DENSE_SCALE.most, Math.max(DENSE_SCALE.least, scale));
}

const inView = createMarkerList();

/** A name and whose it is. */
export interface RowLabel {
  readonly row: number;
  readonly image: RasterImage;
}

const sample: VehicleSample = { x: 0, y: 0, headingDegrees: -1, moving: false };

/** Composes one frame over whatever the raster holds. */
export function blitFrame(
  raster: Raster,
  columns: FleetColumns,
  frame: FleetFrame,
  sprites: SpriteSource,
  labels: readonly RowLabel[],
): void {
  const half = sprites.cellPx / 2;
  // From world units to device pixels.
  const factor = frame.scale * frame.ratio;
  const { width, height } = raster;
  const bounds = {
    left: frame.worldLeft - half / factor,
    top: frame.worldTop - half / factor,
    right: frame.worldLeft + (width + half) / factor,
    bottom: frame.worldTop + (height + half) / factor,
  };
  const playMs = frame.still ? Number.POSITIVE_INFINITY : columns.baseMs + frame.timeMs;
  inView.clear();
  for (let row = 0; row < columns.size; row += 1) {
    if (row === frame.selectedRow) continue;
    const look = lookOf(columns, row, frame);
    if (look < 0 || isOutside(columns, row, bounds)) continue;
    if (!sampleVehicle(columns, row, playMs, sample)) continue;
    inView.add((sample.x - frame.worldLeft) * factor, (sample.y - frame.worldTop) * factor, look, sample);
  }
  const dense = inView.count >= DENSE_FROM;
  const set = dense
    ? sprites.set(frame.markerScale * denseScale(inView.count, frame.widthPx * frame.heightPx), width, 'hard')
    : sprites.set(frame.markerScale, width, 'soft');
  const stamp: MarkerVisit = (x, y, look, headingDegrees) => {
    const left = Math.round(x - set.sidePx / 2);
    const top = Math.round(y - set.sidePx / 2);
    if (left > -set.sidePx && top > -set.sidePx && left < width && top < height)
      stampSprite(raster, set.sprite(look, headingDegrees), left, top);
  };
  if (dense) inView.eachByBand(height, stamp);
  else inView.each(stamp);
  const middle = (axis: 'x' | 'y') =>
    (sample[axis] - (axis === 'x' ? frame.worldLeft : frame.worldTop)) * factor;
  const blendLabel = (image: RasterImage, gapPx: number) =>
    stampSprite(
      raster,
      spriteOf(image, width),
      Math.round(middle('x') - image.width / 2),
      Math.round(middle('y') + gapPx * frame.ratio),
    );
  let selectedLabel: RasterImage | undefined;
  for (const { row, image } of labels) {
    if (row === frame.selectedRow) selectedLabel = image;
    else if (row < columns.size && lookOf(columns, row, frame) >= 0)
      if (sampleVehicle(columns, row, playMs, sample)) blendLabel(image, LABEL_GAP_PX);
  }
  const row = frame.selectedRow;
  if (row < 0 || row >= columns.size || !sampleVehicle(columns, row, playMs, sample)) return;
  const { ring } = sprites;
  blendImage(
    raster,
    ring,
    Math.round(middle('x') - ring.width / 2),
    Math.round(middle('y') - ring.height / 2),
  );
  const full = sprites.set(1, width, 'soft');
  stampSprite(
    raster,
    full.sprite(freshOrStale(columns, row, frame), sample.headingDegrees),
    Math.round(middle('x') - full.sidePx / 2),
    Math.round(middle('y') - full.sidePx / 2),
  );
  if (selectedLabel !== undefined) blendLabel(selectedLabel, SELECTED_LABEL_GAP_PX);
}

/** Index of a row's look; -1: it is not shown. */
function lookOf(columns: FleetColumns, row: number, frame: FleetFrame): number {
  const meta = columns.meta[row] ?? 0;
  if (fixCount(meta) === 0 || isFiltered(meta) || isClustered(meta)) return -1;
  return ageOf(columns, row, frame) >= frame.lostAfterMs ? -1 : freshOrStale(columns, row, frame);
}

function freshOrStale(columns: FleetColumns, row: number, frame: FleetFrame): number {
  const meta = columns.meta[row] ?? 0;
  const staleAfterMs = Math.max(frame.staleAfterMs, 3_000 * intervalSeconds(meta));
  if (ageOf(columns, row, frame) >= staleAfterMs) return STALE_LOOK;
  return frame.look >= 0 ? frame.look : statusIndex(meta);
}

const ageOf = (columns: FleetColumns, row: number, frame: FleetFrame): number =>
  columns.baseMs + frame.timeMs - newestRecordedMs(columns, row);

interface WorldBounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Whether all fixes of a row are beyond the same side of the view: then so is every place between them.
 * Most of a large fleet leaves by this on a close view, before anything is computed for it.
 */
function isOutside(columns: FleetColumns, row: number, bounds: WorldBounds): boolean {
  const meta = columns.meta[row] ?? 0;
  const first = row * RING;
  const newest = newestSlot(meta);
  const x = columns.x[first + newest] ?? 0;
  const y = columns.y[first + newest] ?? 0;
  const beyondX = x < bounds.left ? -1 : x > bounds.right ? 1 : 0;
  const beyondY = y < bounds.top ? -1 : y > bounds.bottom ? 1 : 0;
  if (beyondX === 0 && beyondY === 0) return false;
  let allX = beyondX !== 0;
  let allY = beyondY !== 0;
  for (let back = 1; back < fixCount(meta) && (allX || allY); back += 1) {
    const slot = first + ((newest + RING - back) % RING);
    const earlierX = columns.x[slot] ?? 0;
    const earlierY = columns.y[slot] ?? 0;
    allX &&= beyondX < 0 ? earlierX < bounds.left : earlierX > bounds.right;
    allY &&= beyondY < 0 ? earlierY < bounds.top : earlierY > bounds.bottom;
  }
  return allX || allY;
}
