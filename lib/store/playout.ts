/**
 * When a recorded fix is shown. Vehicles are drawn about two seconds behind real time, so that there is
 * usually a later fix to move towards; a burst of late fixes is replayed faster instead of jumped over.
 */

/** How far behind real time vehicles are drawn. */
export const PLAYOUT_MS = 2_000;
/** A vehicle behind its time is shown driving slightly faster than it drove … */
const EASE_RATE = 1.1;
/** … and when it is further behind than its own reporting interval explains, this much faster. */
export const CATCH_UP_RATE = 3;
const USUAL_DELAY_MS = 1_000;
/** However late a burst comes, it is replayed within this time. */
export const MAX_CATCH_UP_MS = 10_000;
/** After a longer silence a vehicle reappears where it is: nobody knows the way it took. */
export const MAX_BRIDGED_MS = 120_000;
/** Lateness is kept in steps of this size, in 15 bits: up to eleven minutes. */
export const LATENESS_STEP_MS = 20;
const MAX_LATENESS_STEPS = 32_767;

/**
 * How much later than `recordedMs + PLAYOUT_MS` a new fix is shown, in LATENESS_STEP_MS.
 * All times are epoch ms on the server's clock.
 * @param previous the newest fix before this one: when it was recorded and when it is (or was) shown
 * @param intervalMs how often this vehicle usually reports
 */
export function latenessSteps(
  recordedMs: number,
  previous: { readonly recordedMs: number; readonly playAtMs: number },
  nowMs: number,
  intervalMs: number,
): number {
  const dueMs = recordedMs + PLAYOUT_MS;
  // Until then the vehicle stands at the previous fix, or is still on its way there.
  const startMs = Math.max(previous.playAtMs, nowMs);
  const drivenMs = Math.max(0, recordedMs - previous.recordedMs);
  const easyMs = startMs + drivenMs / EASE_RATE;
  const usual = easyMs - dueMs <= intervalMs + USUAL_DELAY_MS;
  const wantedMs = usual ? easyMs : startMs + drivenMs / CATCH_UP_RATE;
  const latestMs = Math.max(dueMs, nowMs + MAX_CATCH_UP_MS);
  const lateMs = Math.min(wantedMs, latestMs) - dueMs;
  if (lateMs <= 0) return 0;
  const steps = Math.ceil(lateMs / LATENESS_STEP_MS);
  return steps > MAX_LATENESS_STEPS ? 0 : steps;
}

/** The heading `fraction` of the short way from one to the other, degrees in [0, 360). */
export function turnBetween(fromDegrees: number, toDegrees: number, fraction: number): number {
  const turn = ((((toDegrees - fromDegrees) % 360) + 540) % 360) - 180;
  return (((fromDegrees + turn * fraction) % 360) + 360) % 360;
}
