import { bearingDegrees, distanceM, interpolate, turnDegrees, type LatLng } from '#lib/domain/geo.ts';
import type { Random } from './random.ts';
import { LIGHTS_FROM_MPS } from './road-class.ts';
import type { RoadPath } from './road-network.ts';

/** Comfortable figures of a service van. */
const ACCELERATION_MPS2 = 1.7;
const BRAKING_MPS2 = 2.2;
/** What tyres and passengers take sideways; gives the speed at which a bend is driven. */
const SIDEWAYS_MPS2 = 2.5;
const BEND_LENGTH_M = 9;
const SLOWEST_BEND_MPS = 2;
const LIGHT_IS_RED = 0.14;
const GIVE_WAY = 0.06;
/** The physics advances in steps of at most this long. */
const LONGEST_STEP_S = 0.25;
const ARRIVED_WITHIN_M = 0.5;

export interface Motion {
  readonly place: LatLng;
  readonly headingDegrees: number;
  readonly speedMps: number;
}

/** One drive along a path: speeds up, brakes for bends, waits at junctions, stops at the end. */
export interface Drive {
  readonly lengthM: number;
  readonly arrived: boolean;
  motion(): Motion;
  /** The point it passes next, and how it gets there: where another path may begin. */
  ahead(): { readonly next: LatLng; readonly cruiseMps: number };
  /** Advances by that much time. */
  advance(seconds: number): void;
}

/**
 * @param random decides which junctions make it wait, and how long
 * @param startMps the speed it has already
 */
export function createDrive(path: RoadPath, random: Random, startMps = 0): Drive {
  const { points } = path;
  const lengths = points.slice(1).map((point, index) => distanceM(points[index] ?? point, point));
  const headings = points.slice(1).map((point, index) => bearingDegrees(points[index] ?? point, point));
  const waits = points.map((_, index) => waitSeconds(path, index, random));
  const limits = vertexLimits(path, lengths, headings, waits);
  const lengthM = lengths.reduce((sum, length) => sum + length, 0);

  let segment = 0;
  let alongM = 0;
  let speedMps = startMps;
  let waitingS = 0;

  const lengthOf = (index: number) => lengths[index] ?? 0;
  const arrived = () => segment >= lengths.length;

  const step = (seconds: number): void => {
    if (waitingS > 0) {
      waitingS -= seconds;
      return;
    }
    const restM = lengthOf(segment) - alongM;
    const end = limits[segment + 1] ?? 0;
    // The speed from which the limit at the end of this stretch can still be met.
    const brakingCap = Math.sqrt(end * end + 2 * BRAKING_MPS2 * Math.max(0, restM));
    const allowed = Math.min(path.cruiseMps[segment] ?? 5, brakingCap);
    const faster = Math.min(allowed, speedMps + ACCELERATION_MPS2 * seconds);
    speedMps = Math.max(faster, speedMps - 2 * BRAKING_MPS2 * seconds, 0.3);
    alongM += speedMps * seconds;
    while (
      !arrived() &&
      alongM >= lengthOf(segment) - ARRIVED_WITHIN_M * (limits[segment + 1] === 0 ? 1 : 0)
    ) {
      alongM = Math.max(0, alongM - lengthOf(segment));
      segment += 1;
      const pause = waits[segment] ?? 0;
      if (arrived() || pause > 0) {
        speedMps = 0;
        alongM = 0;
        waitingS = pause;
        break;
      }
    }
  };

  return {
    lengthM,
    get arrived() {
      return arrived();
    },
    motion: () => {
      const from = points[Math.min(segment, points.length - 1)];
      const to = points[Math.min(segment + 1, points.length - 1)];
      if (from === undefined || to === undefined) throw new RangeError('A path has at least two points.');
      const length = lengthOf(segment);
      return {
        place: interpolate(from, to, length === 0 ? 0 : Math.min(1, alongM / length)),
        headingDegrees: headings[Math.min(segment, headings.length - 1)] ?? 0,
        speedMps: waitingS > 0 || arrived() ? 0 : speedMps,
      };
    },
    ahead: () => {
      const next = points[Math.min(segment + 1, points.length - 1)];
      if (next === undefined) throw new RangeError('A path has at least two points.');
      return { next, cruiseMps: path.cruiseMps[Math.min(segment, lengths.length - 1)] ?? 5 };
    },
    advance: (seconds) => {
      for (let left = seconds; left > 1e-9 && !arrived(); left -= LONGEST_STEP_S) {
        step(Math.min(LONGEST_STEP_S, left));
      }
    },
  };
}

/** How long the vehicle stands at a point; zero at most of them. */
function waitSeconds(path: RoadPath, index: number, random: Random): number {
  if (index === 0 || index >= path.points.length - 1 || path.isJunction[index] !== true) return 0;
  const hasLights = (path.cruiseMps[index - 1] ?? 0) >= LIGHTS_FROM_MPS;
  // Drawn in every case, so that one junction's luck never depends on another's class.
  const [luck, length] = [random.next(), random.next()];
  if (hasLights) return luck < LIGHT_IS_RED ? 6 + 22 * length : 0;
  return luck < GIVE_WAY ? 2 + 4 * length : 0;
}

/** The highest speed at each point: bends, waits and the end, seen from far enough away to brake. */
function vertexLimits(
  path: RoadPath,
  lengths: readonly number[],
  headings: readonly number[],
  waits: readonly number[],
): number[] {
  const last = path.points.length - 1;
  const limits = path.points.map((_, index) => {
    if (index === 0 || index === last || (waits[index] ?? 0) > 0) return 0;
    const turn = Math.abs(turnDegrees(headings[index - 1] ?? 0, headings[index] ?? 0));
    const radians = (turn * Math.PI) / 180;
    const bendMps = radians < 0.05 ? Infinity : Math.sqrt((SIDEWAYS_MPS2 * BEND_LENGTH_M) / radians);
    return Math.max(
      SLOWEST_BEND_MPS,
      Math.min(bendMps, path.cruiseMps[index - 1] ?? 5, path.cruiseMps[index] ?? 5),
    );
  });
  for (let index = last - 1; index >= 0; index -= 1) {
    const next = limits[index + 1] ?? 0;
    const reachable = Math.sqrt(next * next + 2 * BRAKING_MPS2 * (lengths[index] ?? 0));
    limits[index] = Math.min(limits[index] ?? 0, reachable);
  }
  return limits;
}
