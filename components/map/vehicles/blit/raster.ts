/**
 * Pixels in memory, premultiplied while they are composed: one blend is then two multiplications, and it
 * is right over ground of any opacity. Words are RGBA in memory, alpha in the highest byte (every platform
 * with a browser is little-endian).
 */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly pixels: Int32Array<ArrayBuffer>;
  /** Which bands of BAND_ROWS rows have been written to. */
  readonly bands: Uint8Array;
  /** Which tiles of TILE_COLUMNS × BAND_ROWS may hold pixels that are neither opaque nor empty. */
  readonly soft: Uint8Array;
  readonly tilesAcross: number;
}

/** A rectangle of premultiplied pixels. */
export interface RasterImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Int32Array;
}

const BAND_SHIFT = 5;
export const BAND_ROWS = 1 << BAND_SHIFT;

const TILE_SHIFT = 6;
export const TILE_COLUMNS = 1 << TILE_SHIFT;

export function createRaster(width: number, height: number): Raster {
  const bands = Math.ceil(height / BAND_ROWS);
  const tilesAcross = Math.ceil(width / TILE_COLUMNS);
  return {
    ...{ width, height, tilesAcross },
    pixels: new Int32Array(width * height),
    bands: new Uint8Array(bands),
    soft: new Uint8Array(bands * tilesAcross),
  };
}

/** Calls with each run of rows `[from, to)` that was written to. */
export function eachWrittenRun({ bands, height }: Raster, visit: (from: number, to: number) => void): void {
  let from = -1;
  for (let band = 0; band <= bands.length; band += 1) {
    const written = bands[band] === 1;
    if (written && from < 0) from = band;
    if (written || from < 0) continue;
    visit(from * BAND_ROWS, Math.min(height, band * BAND_ROWS));
    from = -1;
  }
}

/** Makes it transparent again: only where something was written. */
export function clearRaster(raster: Raster): void {
  eachWrittenRun(raster, (from, to) => raster.pixels.fill(0, from * raster.width, to * raster.width));
  raster.bands.fill(0);
  raster.soft.fill(0);
}

export function markWritten({ bands }: Raster, top: number, bottom: number): void {
  for (let band = top >> BAND_SHIFT; band <= (bottom - 1) >> BAND_SHIFT; band += 1) bands[band] = 1;
}

/** The rectangle is within the raster. */
export function markSoft(
  { soft, tilesAcross }: Raster,
  left: number,
  top: number,
  right: number,
  bottom: number,
): void {
  for (let band = top >> BAND_SHIFT; band <= (bottom - 1) >> BAND_SHIFT; band += 1)
    for (let tile = left >> TILE_SHIFT; tile <= (right - 1) >> TILE_SHIFT; tile += 1)
      soft[band * tilesAcross + tile] = 1;
}

/**
 * Premultiplied `source` over `ground`. Multiplying by `256 - alpha` and dropping eight bits keeps opaque
 * ground opaque and no channel above its alpha, so nothing ever overflows into its neighbour.
 */
export function over(source: number, ground: number): number {
  const rest = 256 - (source >>> 24);
  const redBlue = (Math.imul(ground & 0xff00ff, rest) >>> 8) & 0xff00ff;
  const greenAlpha = Math.imul((ground >>> 8) & 0xff00ff, rest) & 0xff00ff00;
  return (source + (redBlue | greenAlpha)) | 0;
}

/** Blends an image in, clipped at all four borders. */
export function blendImage(raster: Raster, image: RasterImage, left: number, top: number): void {
  const fromX = Math.max(0, left);
  const toX = Math.min(raster.width, left + image.width);
  const fromY = Math.max(0, top);
  const toY = Math.min(raster.height, top + image.height);
  if (fromX >= toX || fromY >= toY) return;
  markWritten(raster, fromY, toY);
  markSoft(raster, fromX, fromY, toX, toY);
  const { pixels } = raster;
  for (let y = fromY; y < toY; y += 1) {
    let source = (y - top) * image.width + fromX - left;
    let target = y * raster.width + fromX;
    for (let x = fromX; x < toX; x += 1) {
      const colour = image.pixels[source] ?? 0;
      if (colour !== 0) pixels[target] = over(colour, pixels[target] ?? 0);
      source += 1;
      target += 1;
    }
  }
}

/** 255 / alpha in 16.16: a premultiplied channel never exceeds its alpha, so the product fits 24 bits. */
const STRAIGHT = Int32Array.from({ length: 256 }, (_, alpha) =>
  alpha === 0 ? 0 : Math.floor((255 * 65_536) / alpha),
);

/** From premultiplied to straight alpha in place, as ImageData has it. Compose no further afterwards. */
export function straighten(raster: Raster): void {
  const { pixels, soft, tilesAcross, width, height } = raster;
  for (let tile = 0; tile < soft.length; tile += 1) {
    if (soft[tile] !== 1) continue;
    const band = Math.floor(tile / tilesAcross);
    const left = (tile - band * tilesAcross) * TILE_COLUMNS;
    const right = Math.min(width, left + TILE_COLUMNS);
    const bottom = Math.min(height, (band + 1) * BAND_ROWS);
    for (let y = band * BAND_ROWS; y < bottom; y += 1)
      straightenWords(pixels, y * width + left, y * width + right);
  }
}

function straightenWords(words: Int32Array, from: number, to: number): void {
  for (let i = from; i < to; i += 1) {
    const word = words[i] ?? 0;
    const alpha = word >>> 24;
    if (alpha === 0 || alpha === 255) continue;
    const factor = STRAIGHT[alpha] ?? 0;
    const red = (Math.imul(word & 255, factor) + 0x8000) >>> 16;
    const green = (Math.imul((word >>> 8) & 255, factor) + 0x8000) >>> 16;
    const blue = (Math.imul((word >>> 16) & 255, factor) + 0x8000) >>> 16;
    words[i] = (alpha << 24) | (blue << 16) | (green << 8) | red;
  }
}

/** A copy of ImageData's straight pixels, premultiplied. */
export function premultiplied(straight: Uint8ClampedArray): Int32Array {
  const words = new Int32Array(straight.length / 4);
  for (let i = 0; i < words.length; i += 1) {
    const alpha = straight[i * 4 + 3] ?? 0;
    const channel = (index: number) => Math.round(((straight[i * 4 + index] ?? 0) * alpha) / 255);
    words[i] = (alpha << 24) | (channel(2) << 16) | (channel(1) << 8) | channel(0);
  }
  return words;
}
