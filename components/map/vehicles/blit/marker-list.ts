import type { VehicleSample } from '#lib/store/sample-vehicle.ts';

/** The markers of one frame, gathered before they are drawn: how many there are decides how. */
export interface MarkerList {
  readonly count: number;
  clear(): void;
  /** In device pixels. */
  add(x: number, y: number, look: number, sample: VehicleSample): void;
  each(visit: (x: number, y: number, look: number, headingDegrees: number) => void): void;
}

const NUMBERS = 4;

export function createMarkerList(): MarkerList {
  let numbers = new Float64Array(1_024 * NUMBERS);
  let count = 0;
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
      for (let first = 0; first < count * NUMBERS; first += NUMBERS)
        visit(numbers[first] ?? 0, numbers[first + 1] ?? 0, numbers[first + 2] ?? 0, numbers[first + 3] ?? 0);
    },
  };
}
