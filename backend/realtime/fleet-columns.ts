import { MAX_EVENT_BYTES, type DriverLocations } from '#lib/protocol/events.ts';

/** One row of `driver.locations`, in wire units but for the time. */
export interface FleetRow {
  readonly id: number;
  /** 1e-6 degrees */
  readonly lat: number;
  readonly lng: number;
  /** Degrees, -1 unknown. */
  readonly heading: number;
  /** 0.1 m/s, -1 unknown. */
  readonly speed: number;
  /** Metres, -1 unknown. */
  readonly accuracy: number;
  readonly recordedAtMs: number;
  /** Index into DRIVER_STATUSES. */
  readonly status: number;
}

const COLUMNS = ['id', 'lat', 'lng', 'heading', 'speed', 'accuracy', 'age', 'status'] as const;
/** Names, brackets, `v` and a 14-digit `at`, rounded up. */
const FRAME_BYTES = 120;

/** Puts rows into as few events as fit under the size limit, keeping their order. */
export function fleetEvents(rows: readonly FleetRow[], atMs: number): DriverLocations[] {
  const events: DriverLocations[] = [];
  let event = emptyColumns(atMs);
  let bytes = FRAME_BYTES;
  for (const row of rows) {
    const age = Math.max(0, Math.round(atMs - row.recordedAtMs));
    const values = [row.id, row.lat, row.lng, row.heading, row.speed, row.accuracy, age, row.status];
    const cost = values.reduce((sum, value) => sum + String(value).length + 1, 0);
    if (bytes + cost >= MAX_EVENT_BYTES) {
      events.push(event);
      event = emptyColumns(atMs);
      bytes = FRAME_BYTES;
    }
    bytes += cost;
    COLUMNS.forEach((column, index) => event[column].push(values[index] ?? -1));
  }
  if (event.id.length > 0) events.push(event);
  return events;
}

const emptyColumns = (at: number): DriverLocations => ({
  v: 1,
  at,
  id: [],
  lat: [],
  lng: [],
  heading: [],
  speed: [],
  accuracy: [],
  age: [],
  status: [],
});
