import type { VehicleSample } from '#lib/store/sample-vehicle.ts';
import { BAND_ROWS } from './raster.ts';

/** The markers of one frame, gathered before they are drawn: how many there are decides how. */
export interface MarkerList {
  readonly count: number;
  clear(): void;
  /** In device pixels. */
  add(x: number, y: number, look: number, sample: VehicleSample): void;
  each(visit: MarkerVisit): void;
  /** The same from top to bottom by bands of rows, so that what is written stays in the processor's cache. */
  eachByBand(heightPx: number, visit: MarkerVisit): void;
}

export type MarkerVisit = (x: number, y: number, look: number, headingDegrees: number) => void;

const NUMBERS = 4;

export function createMarkerList(): MarkerList {
  let numbers = new Float64Array(1_024 * NUMBERS);
  let count = 0;
  let order = new Int32Array(0);
  const visitAt = (index: number, visit: MarkerVisit): void => {
    const first = index * NUMBERS;
    visit(numbers[first] ?? 0, numbers[first + 1] ?? 0, numbers[first + 2] ?? 0, numbers[first + 3] ?? 0);
  };
  return {
    get count() {
      return count;
    },
    clear() {
      count = 0;
    },
    add(x, y, look, { headingDegrees }) {
      const first = count * NUMBERS;
      if (first === numbers.length) {
        const grown = new Float64Array(numbers.length * 2);
        grown.set(numbers);
        numbers = grown;
      }
      numbers[first] = x;
      numbers[first + 1] = y;
      numbers[first + 2] = look;
      numbers[first + 3] = headingDegrees;
      count += 1;
    },
    each(visit) {
      for (let index = 0; index < count; index += 1) visitAt(index, visit);
    },
    eachByBand(heightPx, visit) {
      if (order.length < count) order = new Int32Array(numbers.length / NUMBERS);
      const bands = Math.ceil(heightPx / BAND_ROWS) + 2;
      // Band 0 is above the edge, the last one below.
      const bandOf = (index: number): number =>
        Math.min(bands - 1, Math.max(0, Math.floor((numbers[index * NUMBERS + 1] ?? 0) / BAND_ROWS) + 1));
      const starts = new Int32Array(bands + 1);
      for (let index = 0; index < count; index += 1) {
        const after = bandOf(index) + 1;
        starts[after] = (starts[after] ?? 0) + 1;
      }
      for (let band = 0; band < bands; band += 1)
        starts[band + 1] = (starts[band + 1] ?? 0) + (starts[band] ?? 0);
      for (let index = 0; index < count; index += 1) {
        const band = bandOf(index);
        const place = starts[band] ?? 0;
        order[place] = index;
        starts[band] = place + 1;
      }
      for (let place = 0; place < count; place += 1) visitAt(order[place] ?? 0, visit);
    },
  };
}
