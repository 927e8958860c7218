import { DRIVER_STATUSES, type DriverStatus } from '#lib/domain/vocabulary.ts';
import {
  connectivity,
  CONTRACT_LIMITS,
  type Connectivity,
  type ConnectivityLimits,
} from '#lib/domain/connectivity.ts';
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
  intervalSeconds,
  newestRecordedMs,
  newestSlot,
  removeRow,
  RING,
  SPEED_UNKNOWN,
  statusIndex,
  withMeta,
  type FleetColumns,
  type META,
} from './fleet-columns.ts';
import { createFixWriter, type FleetCounters } from './fix-writer.ts';
import { fixMarksIfAsked, type FixMarks } from './fix-marks.ts';
import type { ScheduleFrame } from './frame-batch.ts';
import type { ServerClock } from './server-clock.ts';
import { latitudeOf, longitudeOf } from './world.ts';

/** A vehicle's newest fix, for lists and details. */
export interface FleetPosition {
  readonly latitude: number;
  readonly longitude: number;
  readonly headingDegrees: number | null;
  readonly speedMps: number | null;
  readonly accuracyM: number | null;
  /** Epoch ms, server's clock. */
  readonly recordedAtMs: number;
  /** How often this vehicle usually reports; 0 unknown. */
  readonly reportingIntervalMs: number;
  readonly status: DriverStatus;
  readonly connectivity: Connectivity;
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
  /** Marks all but these as filtered out, for the map; null: shows all. Kept for vehicles yet to come. */
  filter(visibleIds: ReadonlySet<number> | null): void;
  /** Rises with every `filter`. */
  filterVersion(): number;
  /** Marks a vehicle as folded into a cluster, for the map, or as standing for itself. */
  setClustered(row: number, clustered: boolean): void;
  /** When the last vehicle reaches its newest fix, epoch ms: nothing glides after that. */
  movingUntilMs(): number;
  readonly columns: FleetColumns;
  rowOf(driverId: number): number | undefined;
  position(driverId: number): FleetPosition | null;
  readonly limits: ConnectivityLimits;
  connectivityOf(row: number, nowMs: number): Connectivity;
  readonly counters: Readonly<FleetCounters>;
  /** Rises with every change. */
  version(): number;
  /** For lists: at most four calls a second. Returns the unsubscriber. */
  subscribe(listener: () => void): () => void;
  /** For the map: called at once, synchronously; the listener only wakes a frame. */
  onChange(listener: () => void): () => void;
  /** The map says that it shows the columns as they were at a version; absent: as they are now. */
  drawn(version?: number): void;
  close(): void;
}

const LIST_INTERVAL_MS = 250;
const BASE_BEFORE_MS = 2 ** 31;

export function createFleetStore(options: {
  readonly clock: ServerClock;
  readonly schedule?: ScheduleFrame;
  readonly capacity?: number;
  readonly marks?: FixMarks;
  /** When a position is stale and lost; default: the contract's. */
  readonly limits?: ConnectivityLimits;
}): FleetStore {
  const { clock, limits = CONTRACT_LIMITS } = options;
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
  const writer = createFixWriter(columns, counters);
  let visible: ReadonlySet<number> | null = null;
  let filterVersion = 0;
  const listListeners = new Set<() => void>();
  const changeListeners = new Set<() => void>();
  const marks = options.marks ?? fixMarksIfAsked();
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
    if (visible !== null && !visible.has(driverId)) setMeta(added, 'filtered', 1);
    return added;
  };

  const setMeta = (row: number, field: keyof typeof META, value: number) => {
    const meta = at(columns.meta, row);
    const next = withMeta(meta, field, value);
    if (next === meta) return;
    columns.meta[row] = next;
    columns.touched.mark(row);
  };

  const connectivityOf = (row: number, nowMs: number): Connectivity =>
    connectivity(
      nowMs - newestRecordedMs(columns, row),
      limits,
      intervalSeconds(columns.meta[row] ?? 0) * 1_000,
    );

  return {
    columns,
    limits,
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
        setMeta(row, 'status', status);
        const speed = at(batch.speed, i);
        const put = writer.put(
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
      if (stored > 0) marks.stored(batch, stored, version + 1);
      changed();
    },
    applyLocation(event) {
      const { driver } = event;
      writer.put(
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
      setMeta(row, 'status', DRIVER_STATUSES.indexOf(driver.status));
      const { position } = driver;
      if (position !== null)
        writer.put(
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
    filter(visibleIds) {
      visible = visibleIds;
      filterVersion += 1;
      for (const [id, row] of rows)
        setMeta(row, 'filtered', visibleIds === null || visibleIds.has(id) ? 0 : 1);
      changed();
    },
    filterVersion: () => filterVersion,
    // No notice: whoever folds the fleet draws it next.
    setClustered: (row, clustered) => setMeta(row, 'clustered', clustered ? 1 : 0),
    movingUntilMs: writer.movingUntilMs,
    rowOf: (driverId) => rows.get(driverId),
    position(driverId) {
      const row = rows.get(driverId);
      if (row === undefined) return null;
      const meta = at(columns.meta, row);
      if (fixCount(meta) === 0) return null;
      const index = row * RING + newestSlot(meta);
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
        reportingIntervalMs: intervalSeconds(meta) * 1_000,
        status: DRIVER_STATUSES[statusIndex(meta)] ?? 'off_duty',
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
    drawn: (shown = version) => marks.drawn(shown),
    close() {
      clearTimeout(listTimer);
      listTimer = undefined;
      listListeners.clear();
      changeListeners.clear();
    },
  };
}
