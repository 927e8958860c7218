import type { Fix } from '#lib/protocol/fix.ts';

/** What the device says about where it is, in the words that the console explains. */
export type GeolocationState =
  | { readonly kind: 'finding' }
  | { readonly kind: 'sharing'; readonly accuracyM: number }
  | { readonly kind: 'denied' }
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'timeout' };

export interface GeolocationWatch {
  /** Asks again, after the person changed a setting. */
  retry(): void;
  /** Asks for a reading now, as after the phone woke. */
  refresh(): void;
  close(): void;
}

export interface GeolocationWatchParts {
  readonly geolocation: Pick<Geolocation, 'watchPosition' | 'clearWatch' | 'getCurrentPosition'>;
  readonly onReading: (position: GeolocationPosition) => void;
  readonly onState: (state: GeolocationState) => void;
  /** @returns cancel */
  readonly schedule: (delayMs: number, run: () => void) => () => void;
}

/**
 * A parked phone may report nothing for minutes, and dispatch would take the driver for lost: after this
 * long without a reading one is asked for.
 */
export const QUIET_MS = 15_000;
const READING_TIMEOUT_MS = 20_000;
const OPTIONS: PositionOptions = { enableHighAccuracy: true, maximumAge: 0, timeout: READING_TIMEOUT_MS };

const PERMISSION_DENIED = 1;
const POSITION_UNAVAILABLE = 2;

/** Reads the device's position until it is closed. */
export function watchGeolocation(parts: GeolocationWatchParts): GeolocationWatch {
  const { geolocation } = parts;
  let watchId: number | null = null;
  let cancelQuiet: (() => void) | null = null;
  let closed = false;

  const onPosition = (position: GeolocationPosition) => {
    if (closed) return;
    parts.onState({ kind: 'sharing', accuracyM: position.coords.accuracy });
    parts.onReading(position);
    waitForQuiet();
  };
  const onError = (error: Pick<GeolocationPositionError, 'code'>) => {
    if (closed) return;
    if (error.code === PERMISSION_DENIED) {
      stop();
      parts.onState({ kind: 'denied' });
      return;
    }
    parts.onState({ kind: error.code === POSITION_UNAVAILABLE ? 'unavailable' : 'timeout' });
    waitForQuiet();
  };
  const refresh = () => {
    if (!closed && watchId !== null) geolocation.getCurrentPosition(onPosition, onError, OPTIONS);
  };
  const waitForQuiet = () => {
    cancelQuiet?.();
    cancelQuiet = parts.schedule(QUIET_MS, () => {
      refresh();
      waitForQuiet();
    });
  };
  const stop = () => {
    if (watchId !== null) geolocation.clearWatch(watchId);
    watchId = null;
    cancelQuiet?.();
    cancelQuiet = null;
  };
  const start = () => {
    if (closed) return;
    stop();
    parts.onState({ kind: 'finding' });
    watchId = geolocation.watchPosition(onPosition, onError, OPTIONS);
    waitForQuiet();
  };

  start();
  return {
    retry: start,
    refresh,
    close() {
      closed = true;
      stop();
    },
  };
}

const MAX_TIMESTAMP_ERROR_MS = 3_600_000;
const MAX_SPEED_MPS = 150;
const MAX_ACCURACY_M = 1_000_000;

/**
 * A reading as the backend takes it.
 * @param localNowMs the device's clock; some devices stamp readings with another epoch, which this replaces
 * @param serverOffsetMs server minus device, so that a phone whose clock is wrong still tells the truth
 */
export function fixOfReading(
  reading: Pick<GeolocationPosition, 'timestamp'> & {
    readonly coords: Pick<
      GeolocationCoordinates,
      'latitude' | 'longitude' | 'heading' | 'speed' | 'accuracy'
    >;
  },
  localNowMs: number,
  serverOffsetMs: number,
  context: { readonly ticketId: number | null; readonly batteryPercent: number | null },
): Fix {
  const { coords, timestamp } = reading;
  const believable = Math.abs(timestamp - localNowMs) <= MAX_TIMESTAMP_ERROR_MS;
  const recordedAtMs = (believable ? Math.min(timestamp, localNowMs) : localNowMs) + serverOffsetMs;
  return {
    latitude: round(coords.latitude, 7),
    longitude: round(coords.longitude, 7),
    heading: within(coords.heading, 360),
    speed: within(coords.speed, MAX_SPEED_MPS),
    accuracy: within(coords.accuracy, MAX_ACCURACY_M),
    recorded_at: new Date(Math.round(recordedAtMs)).toISOString(),
    battery: context.batteryPercent,
    ticket_id: context.ticketId,
  };
}

/** Devices say "unknown" as null, NaN or a negative number. */
function within(value: number | null, max: number): number | null {
  return value === null || !(value >= 0 && value <= max) ? null : round(value, 2);
}

function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
