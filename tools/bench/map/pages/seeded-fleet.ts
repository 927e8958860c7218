import { DRIVER_STATUSES } from '#lib/domain/vocabulary.ts';
import type { Driver } from '#lib/protocol/driver.ts';
import type { DriverLocations } from '#lib/protocol/events.ts';
import { createRandom } from '#tools/simulator/random.ts';

/** The middle of the map under measurement, and its zoom: the whole fleet is in this view. */
export const VIEW = { latitude: 57.7, longitude: 11.97, zoom: 14, widthPx: 1_280, heightPx: 800 } as const;

/** A fleet whose every fix follows from the seed, on rounds that repeat, so that no frame waits for sums. */
export interface SeededFleet {
  readonly size: number;
  drivers(atMs: number): Driver[];
  nameOf(driverId: number): string | undefined;
  /** The `driver.locations` events of one tenth of a second: a tenth of the fleet, each under 9,000 bytes. */
  eventsOf(turn: number, atMs: number): DriverLocations[];
}

export const TURNS_PER_SECOND = 10;
const ROUND_SECONDS = 20;
const TURNS_PER_ROUND = ROUND_SECONDS * TURNS_PER_SECOND;
/** Rows of the widest kind that stay under the limit of an event with room to spare. */
const ROWS_PER_EVENT = 190;
const MARGIN_PX = 40;
const METRES_PER_DEGREE = 111_320;

interface Vehicle {
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly radiusM: number;
  /** Radians a second, clockwise or not. */
  readonly turnRate: number;
  readonly phase: number;
  readonly ageMs: number;
  readonly status: number;
}

const FIRST_NAMES = ['Omar', 'Åsa', 'Karin', 'Lena', 'Nils', 'Sara', 'Ivan', 'Mehmet', 'Eva', 'Jonas'];
const INITIALS = [...'ABCDEFGHIJKLMNOPRSTUVWY'];
const NOW_AND_THEN = [0, 0, 0, 0, 2, 2, 2, 1, 1, 3];

export function createSeededFleet(size: number, seed = 'fleet map'): SeededFleet {
  const random = createRandom(`${seed}/${size}`);
  const cosine = Math.cos((VIEW.latitude * Math.PI) / 180);
  const metresPerPx = (156_543.034 * cosine) / 2 ** VIEW.zoom;
  const acrossM = (VIEW.widthPx - 2 * MARGIN_PX) * metresPerPx;
  const downM = (VIEW.heightPx - 2 * MARGIN_PX) * metresPerPx;
  const vehicles = Array.from({ length: size }, (): Vehicle => ({
    name: `${random.pick(FIRST_NAMES)} ${random.pick(INITIALS)}.`,
    latitude: VIEW.latitude + ((random.next() - 0.5) * downM) / METRES_PER_DEGREE,
    longitude: VIEW.longitude + ((random.next() - 0.5) * acrossM) / (METRES_PER_DEGREE * cosine),
    radiusM: random.between(15, 50),
    turnRate: ((random.chance(0.5) ? 1 : -1) * 2 * Math.PI) / ROUND_SECONDS,
    phase: random.between(0, 2 * Math.PI),
    ageMs: Math.round(random.between(20, 120)),
    status: random.pick(NOW_AND_THEN),
  }));
  const place = (vehicle: Vehicle, seconds: number) => {
    const angle = vehicle.phase + vehicle.turnRate * seconds;
    const alongDegrees = (angle * 180) / Math.PI + (vehicle.turnRate > 0 ? 0 : 180);
    return {
      latitude: vehicle.latitude + (vehicle.radiusM * Math.sin(angle)) / METRES_PER_DEGREE,
      longitude: vehicle.longitude + (vehicle.radiusM * Math.cos(angle)) / (METRES_PER_DEGREE * cosine),
      // The angle runs from east against the clock, a heading from north with it.
      headingDegrees: (((-alongDegrees % 360) + 360) % 360) | 0,
      speedMps: vehicle.radiusM * Math.abs(vehicle.turnRate),
    };
  };

  const makeEvents = (turn: number): DriverLocations[] => {
    const events: DriverLocations[] = [];
    const seconds = turn / TURNS_PER_SECOND;
    let event: DriverLocations | undefined;
    for (let index = turn % TURNS_PER_SECOND; index < size; index += TURNS_PER_SECOND) {
      const vehicle = vehicles[index];
      if (vehicle === undefined) continue;
      if (event === undefined || event.id.length === ROWS_PER_EVENT) events.push((event = emptyEvent()));
      const at = place(vehicle, seconds - vehicle.ageMs / 1_000);
      event.id.push(index + 1);
      event.lat.push(Math.round(at.latitude * 1e6));
      event.lng.push(Math.round(at.longitude * 1e6));
      event.heading.push(at.headingDegrees);
      event.speed.push(Math.round(at.speedMps * 10));
      event.accuracy.push(5);
      event.age.push(vehicle.ageMs);
      event.status.push(vehicle.status);
    }
    return events;
  };
  // One round of all turns, once: what is measured later takes events and makes none.
  const round = Array.from({ length: TURNS_PER_ROUND }, (_, turn) => makeEvents(turn));

  return {
    size,
    nameOf: (driverId) => vehicles[driverId - 1]?.name,
    eventsOf: (turn, atMs) =>
      (round[turn % TURNS_PER_ROUND] ?? []).map((event) => ({ ...event, at: Math.round(atMs) })),
    drivers(atMs) {
      const time = new Date(atMs).toISOString();
      return vehicles.map((vehicle, index) => {
        const { latitude, longitude, headingDegrees, speedMps } = place(vehicle, 0);
        const fix = { latitude, longitude, heading: headingDegrees, speed: speedMps, accuracy: 5 };
        return {
          ...{ id: index + 1, user_id: index + 1, name: vehicle.name, phone: null, skills: ['tow' as const] },
          vehicle: { make: 'Volvo', model: 'V90', colour: 'white', plate: 'ABC 123' },
          duty: 'on' as const,
          status: DRIVER_STATUSES[vehicle.status] ?? 'available',
          position: { ...fix, recorded_at: time, received_at: time, seq: 1 },
          ...{ battery: null, current_ticket_id: null, version: 1, updated_at: time },
        };
      });
    },
  };
}

const emptyEvent = (): DriverLocations => ({
  ...{ v: 1, at: 0, id: [], lat: [], lng: [], heading: [], speed: [], accuracy: [], age: [], status: [] },
});
