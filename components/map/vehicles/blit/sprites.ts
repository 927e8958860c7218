import {
  blend,
  blendImage,
  markWritten,
  rasterImage,
  straightWord,
  type Raster,
  type RasterImage,
} from './raster.ts';

/** Headings painted: one sprite every 7.5°, and a disc for a heading that is not known. */
export const HEADINGS = 48;
export const SPRITES_PER_LOOK = HEADINGS + 1;

/** Markers as the page painted them, straight alpha: one square cell below the other, by look, then heading. */
export interface MarkerSheet {
  /** Device pixels of a cell's side, the marker's middle in its middle. */
  readonly cellPx: number;
  readonly cells: Uint8ClampedArray<ArrayBuffer>;
  readonly ringPx: number;
  readonly ring: Uint8ClampedArray<ArrayBuffer>;
}

/**
 * A marker laid out for one width of raster: where its pixels go, counted from its top left corner, so that
 * copying it is plain loops. Opaque pixels come in runs, which are half as much to read as a place for each.
 */
export interface Sprite {
  readonly image: RasterImage;
  /** Pairs: where a run of opaque pixels begins, and how many they are. */
  readonly runs: Int32Array;
  readonly opaque: Int32Array;
  readonly softAt: Int32Array;
  /** Premultiplied, and as it is over nothing. */
  readonly soft: Int32Array;
  readonly softStraight: Int32Array;
}

/** Fainter than this is not seen. */
const FAINTEST_ALPHA = 5;
/** A hard sprite's pixels are there or not. */
const HARD_FROM_ALPHA = 128;

export function stampSprite(raster: Raster, sprite: Sprite, left: number, top: number): void {
  const { width, height } = sprite.image;
  if (left < 0 || top < 0 || left + width > raster.width || top + height > raster.height) {
    blendImage(raster, sprite.image, left, top);
    return;
  }
  markWritten(raster, top, top + height);
  const { pixels } = raster;
  const corner = top * raster.width + left;
  const { runs, opaque, softAt, soft, softStraight } = sprite;
  let from = 0;
  for (let run = 0; run < runs.length; run += 2) {
    let to = corner + (runs[run] ?? 0);
    const end = to + (runs[run + 1] ?? 0);
    // Four at a time: most of the loop's cost is the loop.
    for (; to + 4 <= end; to += 4) {
      pixels[to] = opaque[from] ?? 0;
      pixels[to + 1] = opaque[from + 1] ?? 0;
      pixels[to + 2] = opaque[from + 2] ?? 0;
      pixels[to + 3] = opaque[from + 3] ?? 0;
      from += 4;
    }
    for (; to < end; to += 1) {
      pixels[to] = opaque[from] ?? 0;
      from += 1;
    }
  }
  for (let i = 0; i < soft.length; i += 1) {
    const target = corner + (softAt[i] ?? 0);
    pixels[target] = blend(soft[i] ?? 0, softStraight[i] ?? 0, pixels[target] ?? 0);
  }
}

const laidOut = new WeakMap<RasterImage, { readonly rasterWidth: number; readonly sprite: Sprite }>();

/** An image laid out for rasters of a width, kept for the next frame. */
export function spriteOf(image: RasterImage, rasterWidth: number): Sprite {
  const known = laidOut.get(image);
  if (known?.rasterWidth === rasterWidth) return known.sprite;
  const sprite = layOut(image, rasterWidth);
  laidOut.set(image, { rasterWidth, sprite });
  return sprite;
}

/** The markers of one size, laid out for rasters of one width as they are first needed. */
export interface SpriteSet {
  readonly sidePx: number;
  sprite(look: number, headingDegrees: number): Sprite;
}

/** Soft edges look better, hard ones cost a third. */
export type SpriteEdges = 'soft' | 'hard';

export interface SpriteSource {
  readonly ring: RasterImage;
  /** Device pixels of a full-size marker's side. */
  readonly cellPx: number;
  /** @param scale of a full-size marker; kept in steps of 1/16, so that a flight makes few sets */
  set(scale: number, rasterWidth: number, edges: SpriteEdges): SpriteSet;
}

const SCALE_STEPS = 16;
const MAX_SETS = 4;

export function createSpriteSource(sheet: MarkerSheet): SpriteSource {
  const { cellPx } = sheet;
  const cells = rasterImage(cellPx, sheet.cells.length / 4 / cellPx, sheet.cells).premultiplied;
  const sets = new Map<string, SpriteSet>();
  return {
    cellPx,
    ring: rasterImage(sheet.ringPx, sheet.ringPx, sheet.ring),
    set(scale, rasterWidth, edges) {
      const steps = Math.max(1, Math.round(scale * SCALE_STEPS));
      const key = `${steps} ${rasterWidth} ${edges}`;
      const known = sets.get(key);
      const set = known ?? createSpriteSet(cells, cellPx, steps / SCALE_STEPS, rasterWidth, edges);
      // The one used last goes to the end; the first is the one to forget.
      sets.delete(key);
      sets.set(key, set);
      if (sets.size > MAX_SETS) for (const oldest of sets.keys()) return (sets.delete(oldest), set);
      return set;
    },
  };
}

function createSpriteSet(
  cells: Int32Array,
  cellPx: number,
  scale: number,
  rasterWidth: number,
  edges: SpriteEdges,
): SpriteSet {
  const sprites: (Sprite | undefined)[] = [];
  const sidePx = Math.ceil(cellPx * scale);
  return {
    sidePx,
    sprite(look, headingDegrees) {
      const heading =
        headingDegrees < 0 ? HEADINGS : Math.round((headingDegrees / 360) * HEADINGS) % HEADINGS;
      const index = look * SPRITES_PER_LOOK + heading;
      const known = sprites[index];
      if (known !== undefined) return known;
      const cell = cells.subarray(index * cellPx * cellPx, (index + 1) * cellPx * cellPx);
      const smaller = scale === 1 ? cell : scaled(cell, cellPx, sidePx, scale);
      const pixels = edges === 'soft' ? smaller : hardened(smaller);
      const image = {
        ...{ width: sidePx, height: sidePx, premultiplied: pixels },
        straight: pixels.map(straightWord),
      };
      const sprite = layOut(image, rasterWidth);
      sprites[index] = sprite;
      return sprite;
    },
  };
}

/** Each pixel opaque, in its own colour, or nothing. */
function hardened(soft: Int32Array): Int32Array {
  return soft.map((colour) => {
    const alpha = colour >>> 24;
    if (alpha < HARD_FROM_ALPHA) return 0;
    const straight = (shift: number) => Math.min(255, Math.round((((colour >>> shift) & 255) * 255) / alpha));
    return (255 << 24) | (straight(16) << 16) | (straight(8) << 8) | straight(0);
  });
}

function layOut(image: RasterImage, rasterWidth: number): Sprite {
  const runs: number[] = [];
  const opaque: number[] = [];
  const softAt: number[] = [];
  const soft: number[] = [];
  for (let i = 0; i < image.premultiplied.length; i += 1) {
    const colour = image.premultiplied[i] ?? 0;
    const alpha = colour >>> 24;
    if (alpha < FAINTEST_ALPHA) continue;
    const place = Math.floor(i / image.width) * rasterWidth + (i % image.width);
    if (alpha < 255) {
      softAt.push(place);
      soft.push(colour);
      continue;
    }
    const [begin = 0, length = 0] = runs.slice(-2);
    if (length > 0 && begin + length === place) runs[runs.length - 1] = length + 1;
    else runs.push(place, 1);
    opaque.push(colour);
  }
  return {
    image,
    runs: Int32Array.from(runs),
    opaque: Int32Array.from(opaque),
    softAt: Int32Array.from(softAt),
    soft: Int32Array.from(soft),
    softStraight: Int32Array.from(soft, straightWord),
  };
}

/** A cell made smaller around its middle: each pixel is the mean of the area it covers. */
function scaled(cell: Int32Array, cellPx: number, sidePx: number, scale: number): Int32Array {
  const pixels = new Int32Array(sidePx * sidePx);
  const start = (index: number) => (index - sidePx / 2) / scale + cellPx / 2;
  for (let y = 0; y < sidePx; y += 1)
    for (let x = 0; x < sidePx; x += 1)
      pixels[y * sidePx + x] = meanOf(cell, cellPx, start(x), start(y), 1 / scale);
  return pixels;
}

function meanOf(cell: Int32Array, cellPx: number, left: number, top: number, side: number): number {
  let red = 0;
  let green = 0;
  let blue = 0;
  let alpha = 0;
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(cellPx, top + side); y += 1) {
    const coveredY = Math.min(y + 1, top + side) - Math.max(y, top);
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(cellPx, left + side); x += 1) {
      const covered = (coveredY * (Math.min(x + 1, left + side) - Math.max(x, left))) / (side * side);
      const colour = cell[y * cellPx + x] ?? 0;
      red += (colour & 255) * covered;
      green += ((colour >>> 8) & 255) * covered;
      blue += ((colour >>> 16) & 255) * covered;
      alpha += (colour >>> 24) * covered;
    }
  }
  return (Math.round(alpha) << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red);
}
