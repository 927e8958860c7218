import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blendImage, clearRaster, createRaster, rasterImage } from './raster.ts';

const channel = fc.integer({ min: 0, max: 255 });
const colour = fc.tuple(channel, channel, channel, channel);
type Colour = readonly [number, number, number, number];

/** Straight alpha source-over in real numbers, as a 2D context defines it. */
function exactly(layers: readonly Colour[]): Colour {
  let [red, green, blue, alpha] = [0, 0, 0, 0];
  for (const layer of layers) {
    const a = layer[3] / 255;
    red = layer[0] * a + red * (1 - a);
    green = layer[1] * a + green * (1 - a);
    blue = layer[2] * a + blue * (1 - a);
    alpha = a + alpha * (1 - a);
  }
  return [red, green, blue, alpha * 255];
}

function composed(layers: readonly Colour[]): Uint8Array {
  const raster = createRaster(1, 1);
  for (const layer of layers) blendImage(raster, rasterImage(1, 1, Uint8ClampedArray.from(layer)), 0, 0);
  return new Uint8Array(raster.pixels.buffer);
}

test('blending over any ground is within three steps of exact, as it is seen', () => {
  fc.assert(
    fc.property(fc.array(colour, { minLength: 1, maxLength: 3 }), (layers) => {
      const [red, green, blue, alpha] = exactly(layers);
      const is = composed(layers);
      expect(Math.abs((is[3] ?? 0) - alpha)).toBeLessThanOrEqual(3);
      // A faint pixel's colour is coarse by nature; what reaches the eye is colour times alpha.
      [red, green, blue].forEach((seen, index) =>
        expect(Math.abs(((is[index] ?? 0) * (is[3] ?? 0)) / 255 - seen)).toBeLessThanOrEqual(3),
      );
    }),
    { numRuns: 2_000 },
  );
});

test('opaque ground stays opaque under any number of soft layers', () => {
  fc.assert(
    fc.property(fc.array(colour, { minLength: 1, maxLength: 20 }), (layers) => {
      expect(composed([[1, 2, 3, 255], ...layers])[3]).toBe(255);
    }),
  );
});

test('one soft layer over nothing keeps its own colour: no dark fringe', () => {
  const is = composed([[200, 100, 50, 128]]);
  [200, 100, 50, 128].forEach((value, index) =>
    expect(Math.abs((is[index] ?? 0) - value)).toBeLessThanOrEqual(1),
  );
});

test('clearing leaves nothing of what was written', () => {
  const raster = createRaster(50, 200);
  const image = rasterImage(9, 40, new Uint8ClampedArray(9 * 40 * 4).fill(255));
  for (const [x, y] of [
    [-3, -5],
    [20, 90],
    [45, 190],
  ] as const)
    blendImage(raster, image, x, y);
  clearRaster(raster);
  expect(raster.pixels.every((word) => word === 0)).toBe(true);
});
