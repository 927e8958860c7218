import { DRIVER_STATUSES, type DriverStatus } from '#lib/domain/vocabulary.ts';
import { connectivity, type Connectivity } from '#lib/domain/connectivity.ts';
import type { Driver } from '#lib/protocol/driver.ts';
import type { DriverLocations, DriverLocationUpdated } from '#lib/protocol/events.ts';
import {
  ACCURACY_UNKNOWN,
  addRow,
  at,
  createColumns,
  fixCount,
  HEADING_STEP_DEGREES,
  HEADING_UNKNOWN,
  newestRecordedMs,
  newestSlot,
  packRing,
  removeRow,
  RING,
  SPEED_UNKNOWN,
  statusIndex,
  type FleetColumns,
} from './fleet-columns.ts';
import { createFixMarks, type FixMarks } from './fix-marks.ts';
import type { ScheduleFrame } from './frame-batch.ts';
import { LATENESS_STEP_MS, latenessSteps, MAX_BRIDGED_MS, PLAYOUT_MS } from './playout.ts';
import type { ServerClock } from './server-clock.ts';
import { latitudeOf, longitudeOf, worldX, worldY } from './world.ts';

/** A vehicle's newest fix, for lists and details. */
export interface FleetPosition {
  readonly latitude: number;
  readonly longitude: number;
  readonly headingDegrees: number | null;
  readonly speedMps: number | null;
  readonly accuracyM: number | null;
  /** Epoch ms, server's clock. */
  readonly recordedAtMs: number;
  readonly status: DriverStatus;
  readonly connectivity: Connectivity;
}

/** What was taken and what was dropped, and why. */
export interface FleetCounters {
  stored: number;
  repeated: number;
  older: number;
  future: number;
  invalid: number;
  unknownDriver: number;
}

/** Positions of all vehicles in typed columns, outside React. */
export interface FleetStore {
  /** Takes one `driver.locations` event. */
  apply(batch: DriverLocations): void;
  /** Takes one `driver.location.updated` event; makes the vehicle known. */
  applyLocation(event: DriverLocationUpdated): void;
  /** Makes the vehicle known; takes its status and its position if that is newer. */
  applyDriver(driver: Driver): void;
  remove(driverId: number): void;
  clear(): void;
  readonly columns: FleetColumns;
  rowOf(driverId: number): number | undefined;
  position(driverId: number): FleetPosition | null;
  connectivityOf(row: number, nowMs: number): Connectivity;
  readonly counters: Readonly<FleetCounters>;
  /** Rises with every change. */
  version(): number;
  /** For lists: at most four calls a second. Returns the unsubscriber. */
  subscribe(listener: () => void): () => void;
  /** For the map: called at once, synchronously; the listener only wakes a frame. */
  onChange(listener: () => void): () => void;
  /** The map says that it has drawn a frame from the current columns. */
  drawn(): void;
  close(): void;
}

const LIST_INTERVAL_MS = 250;
/** Fixes recorded further ahead of the server's clock than this are wrong, not early. */
const MAX_FUTURE_MS = 60_000;
const BASE_BEFORE_MS = 2 ** 31;

export function createFleetStore(options: {
  readonly clock: ServerClock;
  readonly schedule?: ScheduleFrame;
  readonly capacity?: number;
  readonly marks?: FixMarks;
}): FleetStore {
  const { clock } = options;
  const baseMs = Math.floor(clock.nowMs()) - BASE_BEFORE_MS;
  const columns = createColumns(baseMs, options.capacity ?? 256);
  const rows = new Map<number, number>();
  const counters: FleetCounters = {
    stored: 0,
    repeated: 0,
    older: 0,
    future: 0,
    invalid: 0,
    unknownDriver: 0,
  };
  const listListeners = new Set<() => void>();
  const changeListeners = new Set<() => void>();
  const marks = options.marks ?? createFixMarks();
  let version = 0;
  let listTimer: ReturnType<typeof setTimeout> | undefined;
  let listAgain = false;

  const notifyLists = () => {
    listAgain = false;
    for (const listener of listListeners) listener();
    listTimer = setTimeout(() => {
      listTimer = undefined;
      if (listAgain) notifyLists();
    }, LIST_INTERVAL_MS);
  };
  const changed = () => {
    version += 1;
    for (const listener of changeListeners) listener();
    if (listListeners.size === 0) return;
    if (listTimer === undefined) notifyLists();
    else listAgain = true;
  };

  const rowFor = (driverId: number): number => {
    const row = rows.get(driverId);
    if (row !== undefined) return row;
    const added = addRow(columns, driverId);
    rows.set(driverId, added);
    return added;
  };

  const setStatus = (row: number, status: number) => {
    const ring = at(columns.ring, row);
    columns.ring[row] = packRing(newestSlot(ring), fixCount(ring), status);
  };

  /** Appends one fix to a row's ring. Numbers only, so that a batch allocates nothing per vehicle. */
  const putFix = (
    row: number,
    latitude: number,
    longitude: number,
    headingDegrees: number,
    speedMps: number,
    accuracyM: number,
    recordedMs: number,
    nowMs: number,
  ): boolean => {
    if (
      !(latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180) ||
      Number.isNaN(recordedMs)
    ) {
      counters.invalid += 1;
      return false;
    }
    if (recordedMs > nowMs + MAX_FUTURE_MS) {
      counters.future += 1;
      return false;
    }
    const ring = at(columns.ring, row);
    const count = fixCount(ring);
    const first = row * RING;
    const newest = newestSlot(ring);
    let slot = 0;
    let steps = 0;
    let kept = 1;
    if (count > 0) {
      const previousRecordedMs = newestRecordedMs(columns, row);
      if (recordedMs <= previousRecordedMs) {
        if (recordedMs === previousRecordedMs) counters.repeated += 1;
        else counters.older += 1;
        return false;
      }
      previous.recordedMs = previousRecordedMs;
      previous.playAtMs = baseMs + at(columns.playAt, first + newest);
      noteInterval(row, recordedMs - previousRecordedMs);
      if (recordedMs - previousRecordedMs <= MAX_BRIDGED_MS) {
        steps = latenessSteps(recordedMs, previous, nowMs, at(columns.interval, row) * 1_000);
        // A vehicle that stands at its newest fix leaves from there now, not from when it came.
        if (previous.playAtMs < nowMs) columns.playAt[first + newest] = nowMs - baseMs;
        // The second oldest slot's turn has not come: the oldest is still being left. Thin the newest.
        const secondOldest = (newest + RING - count + 2) % RING;
        const full = count === RING && at(columns.playAt, first + secondOldest) > nowMs - baseMs;
        slot = full ? newest : (newest + 1) % RING;
        kept = Math.min(RING, full ? count : count + 1);
      }
    }
    const index = first + slot;
    columns.x[index] = worldX(longitude);
    columns.y[index] = worldY(latitude);
    columns.playAt[index] = Math.max(0, recordedMs + PLAYOUT_MS + steps * LATENESS_STEP_MS - baseMs);
    columns.heading[index] =
      headingDegrees >= 0 ? Math.round((headingDegrees % 360) / HEADING_STEP_DEGREES) % 254 : HEADING_UNKNOWN;
    columns.speed[row] =
      speedMps >= 0 ? Math.min(SPEED_UNKNOWN - 1, Math.round(speedMps * 10)) : SPEED_UNKNOWN;
    columns.accuracy[row] =
      accuracyM >= 0 ? Math.min(ACCURACY_UNKNOWN - 1, Math.round(accuracyM)) : ACCURACY_UNKNOWN;
    columns.lateness[row] = steps;
    columns.ring[row] = packRing(slot, kept, statusIndex(ring));
    counters.stored += 1;
    return true;
  };
  const previous = { recordedMs: 0, playAtMs: 0 };

  /** Follows a slower reporter slowly and a faster one at once: one gap in reception is no new interval. */
  const noteInterval = (row: number, gapMs: number) => {
    const gapS = Math.min(255, Math.ceil(gapMs / 1_000));
    const held = at(columns.interval, row);
    columns.interval[row] = held === 0 || gapS <= held ? gapS : Math.min(gapS, held + Math.ceil(held / 2));
  };

  const connectivityOf = (row: number, nowMs: number): Connectivity =>
    connectivity(nowMs - newestRecordedMs(columns, row), at(columns.interval, row) * 1_000);

  return {
    columns,
    counters,
    apply(batch) {
      clock.observe(batch.at);
      const nowMs = clock.nowMs();
      const length = batch.id.length;
      let stored = 0;
      for (let i = 0; i < length; i += 1) {
        const row = rows.get(at(batch.id, i));
        if (row === undefined) {
          counters.unknownDriver += 1;
          continue;
        }
        const status = at(batch.status, i);
        const ageMs = at(batch.age, i);
        if (ageMs < 0 || status < 0 || status >= DRIVER_STATUSES.length) {
          counters.invalid += 1;
          continue;
        }
        setStatus(row, status);
        const speed = at(batch.speed, i);
        const put = putFix(
          row,
          at(batch.lat, i) / 1e6,
          at(batch.lng, i) / 1e6,
          at(batch.heading, i),
          speed < 0 ? -1 : speed / 10,
          at(batch.accuracy, i),
          batch.at - ageMs,
          nowMs,
        );
        if (put) stored += 1;
      }
      if (stored > 0) marks.stored(batch, stored);
      changed();
    },
    applyLocation(event) {
      const { driver } = event;
      putFix(
        rowFor(driver.id),
        driver.latitude,
        driver.longitude,
        event.heading ?? -1,
        event.speed ?? -1,
        event.accuracy ?? -1,
        Date.parse(event.recorded_at),
        clock.nowMs(),
      );
      changed();
    },
    applyDriver(driver) {
      const row = rowFor(driver.id);
      setStatus(row, DRIVER_STATUSES.indexOf(driver.status));
      const { position } = driver;
      if (position !== null)
        putFix(
          row,
          position.latitude,
          position.longitude,
          position.heading ?? -1,
          position.speed ?? -1,
          position.accuracy ?? -1,
          Date.parse(position.recorded_at),
          clock.nowMs(),
        );
      changed();
    },
    remove(driverId) {
      const row = rows.get(driverId);
      if (row === undefined) return;
      rows.delete(driverId);
      const moved = removeRow(columns, row);
      if (moved !== undefined) rows.set(moved, row);
      changed();
    },
    clear() {
      rows.clear();
      columns.size = 0;
      changed();
    },
    rowOf: (driverId) => rows.get(driverId),
    position(driverId) {
      const row = rows.get(driverId);
      if (row === undefined) return null;
      const ring = at(columns.ring, row);
      if (fixCount(ring) === 0) return null;
      const index = row * RING + newestSlot(ring);
      const heading = at(columns.heading, index);
      const speed = at(columns.speed, row);
      const accuracy = at(columns.accuracy, row);
      return {
        latitude: latitudeOf(at(columns.y, index)),
        longitude: longitudeOf(at(columns.x, index)),
        headingDegrees: heading === HEADING_UNKNOWN ? null : Math.round(heading * HEADING_STEP_DEGREES),
        speedMps: speed === SPEED_UNKNOWN ? null : speed / 10,
        accuracyM: accuracy === ACCURACY_UNKNOWN ? null : accuracy,
        recordedAtMs: newestRecordedMs(columns, row),
        status: DRIVER_STATUSES[statusIndex(ring)] ?? 'off_duty',
        connectivity: connectivityOf(row, clock.nowMs()),
      };
    },
    connectivityOf,
    version: () => version,
    subscribe(listener) {
      listListeners.add(listener);
      return () => listListeners.delete(listener);
    },
    onChange(listener) {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
    drawn: () => marks.drawn(),
    close() {
      clearTimeout(listTimer);
      listTimer = undefined;
      listListeners.clear();
      changeListeners.clear();
    },
  };
}
