import type { Fix } from '#lib/protocol/fix.ts';
import { EARTH_RADIUS_M } from '#lib/domain/geo.ts';
import type { Motion } from './drive.ts';
import type { Random } from './random.ts';

/** A phone's receiver and its data connection: small wandering errors, and now and then no signal. */
export interface Gps {
  read(motion: Motion, nowMs: number): Fix;
  /** False inside a tunnel or a garage: fixes wait on the phone and arrive late, in one burst. */
  hasSignal(nowMs: number): boolean;
}

const ERROR_M = 2.5;
/** How much of the last error stays in the next reading: errors of a receiver wander, they do not jump. */
const MEMORY = 0.92;
const SIGNAL_FOR_MS = [240_000, 1_200_000] as const;
const SILENCE_FOR_MS = [8_000, 35_000] as const;
const STANDING_MPS = 0.5;
const BATTERY_PER_HOUR = 7;

export function createGps(random: Random, startMs: number): Gps {
  let eastM = random.normal() * ERROR_M;
  let northM = random.normal() * ERROR_M;
  let seq = 0;
  const fullBattery = random.between(55, 100);
  let silentFromMs = startMs + random.between(...SIGNAL_FOR_MS);
  let silentUntilMs = silentFromMs + random.between(...SILENCE_FOR_MS);

  return {
    hasSignal: (nowMs) => {
      while (nowMs >= silentUntilMs) {
        silentFromMs = silentUntilMs + random.between(...SIGNAL_FOR_MS);
        silentUntilMs = silentFromMs + random.between(...SILENCE_FOR_MS);
      }
      return nowMs < silentFromMs;
    },
    read: (motion, nowMs) => {
      // A receiver that stands still holds its last position.
      if (motion.speedMps > STANDING_MPS) {
        const spread = ERROR_M * Math.sqrt(1 - MEMORY * MEMORY);
        eastM = eastM * MEMORY + random.normal() * spread;
        northM = northM * MEMORY + random.normal() * spread;
      }
      const { latitude, longitude } = motion.place;
      const degreesPerM = 180 / Math.PI / EARTH_RADIUS_M;
      const hours = (nowMs - startMs) / 3_600_000;
      seq += 1;
      return {
        latitude: round(latitude + northM * degreesPerM, 6),
        longitude: round(longitude + (eastM * degreesPerM) / Math.cos((latitude * Math.PI) / 180), 6),
        heading: round(motion.headingDegrees, 1) % 360,
        speed: round(motion.speedMps, 1),
        accuracy: round(3 + Math.hypot(eastM, northM), 1),
        recorded_at: new Date(nowMs).toISOString(),
        seq,
        battery: Math.max(5, Math.round(fullBattery - BATTERY_PER_HOUR * hours)),
      };
    },
  };
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
