import { describe, expect, it } from 'vitest';
import { fixOfReading, QUIET_MS, watchGeolocation, type GeolocationState } from './geolocation-watch.ts';

const NOW_MS = Date.parse('2026-11-21T10:00:00.000Z');

function reading(accuracy = 8, timestamp = NOW_MS): GeolocationPosition {
  const coords = {
    latitude: 57.70721234567,
    longitude: 11.9668,
    heading: Number.NaN,
    speed: null,
    accuracy,
    altitude: null,
    altitudeAccuracy: null,
  };
  return { timestamp, coords: { ...coords, toJSON: () => coords }, toJSON: () => coords };
}

const failure = (code: number) =>
  ({ code, message: '', PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2, TIMEOUT: 3 }) as const;

/** A phone whose receiver, permission and clock are turned by hand. */
function phone() {
  const states: GeolocationState[] = [];
  const readings: GeolocationPosition[] = [];
  const watches = new Map<number, { ok: PositionCallback; failed: PositionErrorCallback }>();
  const timers = new Set<() => void>();
  const asked: number[] = [];
  let nextId = 1;
  const watch = watchGeolocation({
    geolocation: {
      watchPosition: (ok, failed) => {
        watches.set(nextId, { ok, failed: failed ?? (() => undefined) });
        return nextId++;
      },
      clearWatch: (id) => watches.delete(id),
      getCurrentPosition: () => asked.push(asked.length),
    },
    onReading: (position) => readings.push(position),
    onState: (state) => states.push(state),
    schedule: (delayMs, run) => {
      expect(delayMs).toBe(QUIET_MS);
      timers.add(run);
      return () => timers.delete(run);
    },
  });
  return {
    watch,
    states,
    readings,
    watches,
    timers,
    asked,
    emit: (position: GeolocationPosition) => [...watches.values()].forEach(({ ok }) => ok(position)),
    fail: (code: number) => [...watches.values()].forEach(({ failed }) => failed(failure(code))),
    quiet: () => {
      for (const run of [...timers]) if (timers.delete(run)) run();
    },
  };
}

describe('geolocation watch', () => {
  it('says that it is finding, then how exact it is', () => {
    const device = phone();
    device.emit(reading(12));
    expect(device.states).toEqual([{ kind: 'finding' }, { kind: 'sharing', accuracyM: 12 }]);
    expect(device.readings).toHaveLength(1);
  });

  it('asks for a reading when a parked phone reports nothing, again and again', () => {
    const device = phone();
    device.emit(reading());
    device.quiet();
    device.quiet();
    expect(device.asked).toHaveLength(2);
    expect(device.timers.size).toBe(1);
  });

  it('stops asking once it is denied, and asks anew when the person has allowed it', () => {
    const device = phone();
    device.fail(1);
    expect(device.states.at(-1)).toEqual({ kind: 'denied' });
    expect(device.watches.size + device.timers.size).toBe(0);
    device.watch.retry();
    device.emit(reading());
    expect(device.states.at(-1)).toEqual({ kind: 'sharing', accuracyM: 8 });
  });

  it('goes on trying while the position is unavailable or late', () => {
    const device = phone();
    device.fail(2);
    device.fail(3);
    expect(device.states.map((state) => state.kind)).toEqual(['finding', 'unavailable', 'timeout']);
    expect(device.watches.size).toBe(1);
  });

  it('holds no watch and no timer after close, however often it is closed', () => {
    const device = phone();
    device.watch.close();
    device.watch.close();
    device.watch.retry();
    expect(device.watches.size + device.timers.size).toBe(0);
  });
});

describe('fix of a reading', () => {
  const nobody = { ticketId: null, batteryPercent: null };

  it('tells what the device does not know as null', () => {
    const fix = fixOfReading(reading(), NOW_MS, 0, nobody);
    expect(fix).toMatchObject({ latitude: 57.7072123, heading: null, speed: null, accuracy: 8 });
  });

  it('stamps by the server’s clock, so that a phone that runs ahead is not refused', () => {
    const fix = fixOfReading(reading(8, NOW_MS), NOW_MS + 20, -90_000, nobody);
    expect(fix.recorded_at).toBe('2026-11-21T09:58:30.000Z');
  });

  it('never stamps a reading later than now, nor by another epoch', () => {
    expect(fixOfReading(reading(8, NOW_MS + 5_000), NOW_MS, 0, nobody).recorded_at).toBe(
      '2026-11-21T10:00:00.000Z',
    );
    expect(fixOfReading(reading(8, NOW_MS - 978_307_200_000), NOW_MS, 0, nobody).recorded_at).toBe(
      '2026-11-21T10:00:00.000Z',
    );
  });
});
