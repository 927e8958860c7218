/**
 * Pixels in memory as ImageData has them: straight alpha, RGBA in memory, so alpha is a word's highest byte
 * (every platform with a browser is little-endian). What is blended in comes premultiplied: over nothing and
 * over opaque ground, which is nearly always, one blend is then a copy or two multiplications.
 */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly pixels: Int32Array<ArrayBuffer>;
  /** Which bands of BAND_ROWS rows have been written to. */
  readonly bands: Uint8Array;
}

/** A rectangle of pixels, both ways. */
export interface RasterImage {
  readonly width: number;
  readonly height: number;
  readonly premultiplied: Int32Array;
  readonly straight: Int32Array;
}

const BAND_SHIFT = 5;
export const BAND_ROWS = 1 << BAND_SHIFT;

export function createRaster(width: number, height: number): Raster {
  return {
    ...{ width, height },
    pixels: new Int32Array(width * height),
    bands: new Uint8Array(Math.ceil(height / BAND_ROWS)),
  };
}

/** The raster with the same pixels in memory that has travelled. */
export const returned = (raster: Raster, pixels: ArrayBuffer): Raster => ({
  ...raster,
  pixels: new Int32Array(pixels),
});

/** Calls with each run of rows `[from, to)` that was written to. */
export function eachWrittenRun(
  { bands, height }: Pick<Raster, 'bands' | 'height'>,
  visit: (from: number, to: number) => void,
): void {
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
}

export function markWritten({ bands }: Raster, top: number, bottom: number): void {
  for (let band = top >> BAND_SHIFT; band <= (bottom - 1) >> BAND_SHIFT; band += 1) bands[band] = 1;
}

/**
 * Premultiplied `source` over premultiplied `ground`. Multiplying by `256 - alpha` and dropping eight bits keeps
 * opaque ground opaque and no channel above its alpha, so nothing ever overflows into its neighbour.
 */
function over(source: number, ground: number): number {
  const rest = 256 - (source >>> 24);
  const redBlue = (Math.imul(ground & 0xff00ff, rest) >>> 8) & 0xff00ff;
  const greenAlpha = Math.imul((ground >>> 8) & 0xff00ff, rest) & 0xff00ff00;
  return (source + (redBlue | greenAlpha)) | 0;
}

/** A colour, given both ways, over a straight one. */
export function blend(source: number, straight: number, ground: number): number {
  if (ground === 0) return straight;
  if (ground >>> 24 === 255) return over(source, ground);
  return straightWord(over(source, premultipliedWord(ground)));
}

/** Blends an image in, clipped at all four borders. */
export function blendImage(raster: Raster, image: RasterImage, left: number, top: number): void {
  const fromX = Math.max(0, left);
  const toX = Math.min(raster.width, left + image.width);
  const fromY = Math.max(0, top);
  const toY = Math.min(raster.height, top + image.height);
  if (fromX >= toX || fromY >= toY) return;
  markWritten(raster, fromY, toY);
  const { pixels } = raster;
  const { straight, premultiplied } = image;
  for (let y = fromY; y < toY; y += 1) {
    let from = (y - top) * image.width + fromX - left;
    let target = y * raster.width + fromX;
    for (let x = fromX; x < toX; x += 1) {
      const colour = straight[from] ?? 0;
      if (colour >>> 24 === 255) pixels[target] = colour;
      else if (colour !== 0) pixels[target] = blend(premultiplied[from] ?? 0, colour, pixels[target] ?? 0);
      from += 1;
      target += 1;
    }
  }
}

/** 255 / alpha in 16.16: a premultiplied channel never exceeds its alpha, so the product fits 24 bits. */
const STRAIGHT = Int32Array.from({ length: 256 }, (_, alpha) =>
  alpha === 0 ? 0 : Math.floor((255 * 65_536) / alpha),
);

export function straightWord(word: number): number {
  const alpha = word >>> 24;
  if (alpha === 0 || alpha === 255) return word;
  const factor = STRAIGHT[alpha] ?? 0;
  const red = (Math.imul(word & 255, factor) + 0x8000) >>> 16;
  const green = (Math.imul((word >>> 8) & 255, factor) + 0x8000) >>> 16;
  const blue = (Math.imul((word >>> 16) & 255, factor) + 0x8000) >>> 16;
  return (alpha << 24) | (blue << 16) | (green << 8) | red;
}

function premultipliedWord(word: number): number {
  const alpha = word >>> 24;
  if (alpha === 255) return word;
  // c * alpha / 255, rounded.
  const channel = (value: number): number => Math.floor((value * alpha + 127) / 255);
  const red = channel(word & 255);
  const green = channel((word >>> 8) & 255);
  return (alpha << 24) | (channel((word >>> 16) & 255) << 16) | (green << 8) | red;
}

/** An image of ImageData's pixels; what is not seen at all is nothing. */
export function rasterImage(width: number, height: number, pixels: Uint8ClampedArray): RasterImage {
  const straight = new Int32Array(width * height);
  for (let i = 0; i < straight.length; i += 1) {
    const alpha = pixels[i * 4 + 3] ?? 0;
    if (alpha === 0) continue;
    straight[i] =
      (alpha << 24) |
      ((pixels[i * 4 + 2] ?? 0) << 16) |
      ((pixels[i * 4 + 1] ?? 0) << 8) |
      (pixels[i * 4] ?? 0);
  }
  return { width, height, straight, premultiplied: straight.map(premultipliedWord) };
}
