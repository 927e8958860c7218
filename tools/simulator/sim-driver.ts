import { distanceM, type LatLng } from '#lib/domain/geo.ts';
import { ACTIVE_STATUSES, type TicketStatus } from '#lib/domain/ticket-status.ts';
import type { Fix } from '#lib/protocol/fix.ts';
import { createDrive, type Drive, type Motion } from './drive.ts';
import { createGps } from './gps.ts';
import type { Random } from './random.ts';
import type { RoadNetwork, RoadPath } from './road-network.ts';

/** What a driver knows of the ticket that is in hand. */
export interface Job {
  readonly ticketId: number;
  readonly version: number;
  readonly status: TicketStatus;
  readonly place: LatLng;
}

/** What a driver does by touching the phone. */
export type Act =
  | { readonly kind: 'accept' | 'decline'; readonly offerId: number }
  | { readonly kind: 'status'; readonly ticketId: number; readonly status: TicketStatus };

/** One simulated driver: a vehicle, a phone and a person. Pure: time and chance come from outside. */
export interface SimDriver {
  offered(offerId: number, nowMs: number): void;
  offerClosed(offerId: number): void;
  /** The ticket in hand as the server has it now, or none. Older versions are ignored. */
  jobIs(job: Job | null, nowMs: number): void;
  /** The server did not take an act: it is tried again later. */
  actFailed(nowMs: number): void;
  /** Moves on to this time and gives what the driver does now. */
  step(nowMs: number): readonly Act[];
  read(nowMs: number): Fix;
  hasSignal(nowMs: number): boolean;
  motion(): Motion;
}

const ACCEPTS = 0.87;
const THINKS_MS = [2_500, 14_000] as const;
const SETS_OFF_MS = [4_000, 15_000] as const;
const REPORTS_ARRIVAL_MS = [1_500, 5_000] as const;
const FINDS_CUSTOMER_MS = [10_000, 30_000] as const;
const WORKS_MS = [45_000, 160_000] as const;
/** How long a step takes before the next one is reported; driving takes as long as the road is. */
const PACE: Partial<Record<TicketStatus, readonly [number, number]>> = {
  assigned: SETS_OFF_MS,
  on_site: FINDS_CUSTOMER_MS,
  in_service: WORKS_MS,
};
const TRIES_AGAIN_MS = [4_000, 9_000] as const;
const RESTS_MS = [15_000, 120_000] as const;
const AT_PLACE_M = 60;

/** @param startWithinMs the first drive begins within this time, so that a large fleet does not route at once */
export function createSimDriver(
  network: RoadNetwork,
  random: Random,
  startMs: number,
  startVertex: number,
  startWithinMs: number,
): SimDriver {
  const gps = createGps(random.fork('gps'), startMs);
  const lights = random.fork('lights');
  const person = random.fork('person');
  let drive: Drive | null = null;
  let standing: Motion = {
    place: network.at(startVertex),
    headingDegrees: person.between(0, 360),
    speedMps: 0,
  };
  let movedAtMs = startMs;
  let job: Job | null = null;
  let offer: { readonly id: number; readonly answerAtMs: number } | null = null;
  /** When the person does the next thing: roams on, or takes the next step of the job. */
  let nextAtMs = startMs + person.between(0, startWithinMs);
  let awaitsServer = false;

  const motion = (): Motion => drive?.motion() ?? standing;
  const after = (nowMs: number, [low, high]: readonly [number, number]) => nowMs + person.between(low, high);

  const driveTo = (vertex: number): void => {
    const now = motion();
    const ahead = drive?.arrived === false ? drive.ahead() : null;
    const from = network.nearestVertex(ahead?.next ?? now.place);
    const path = network.route(from, vertex);
    if (path === undefined) return;
    drive = createDrive(
      ahead === null ? path : continued(path, now.place, ahead),
      lights,
      ahead === null ? 0 : now.speedMps,
    );
  };
  const stand = (): void => {
    standing = { ...motion(), speedMps: 0 };
    drive = null;
  };
  const roam = (): void => {
    const here = motion().place;
    const ideas = [0, 1, 2].map(() => network.randomVertex(person));
    ideas.sort((a, b) => distanceM(here, network.at(a)) - distanceM(here, network.at(b)));
    const nearest = ideas[0];
    if (nearest !== undefined) driveTo(nearest);
  };
  const does = (act: Act): readonly Act[] => {
    awaitsServer = true;
    return [act];
  };

  const workOn = (held: Job, nowMs: number): readonly Act[] => {
    const status = (next: TicketStatus): readonly Act[] =>
      does({ kind: 'status', ticketId: held.ticketId, status: next });
    if (held.status === 'en_route') {
      if (drive?.arrived === false) return [];
      if (drive === null && distanceM(motion().place, held.place) > AT_PLACE_M) {
        driveTo(network.nearestVertex(held.place));
        if (drive !== null) return [];
      }
      if (drive !== null) {
        stand();
        nextAtMs = after(nowMs, REPORTS_ARRIVAL_MS);
      }
    }
    if (nowMs < nextAtMs) return [];
    switch (held.status) {
      case 'assigned':
        return status('en_route');
      case 'en_route':
        return status('on_site');
      case 'on_site':
        return status(person.chance(0.95) ? 'in_service' : 'gone_on_arrival');
      case 'in_service':
        return status(person.chance(0.96) ? 'completed' : 'unsuccessful');
      default:
        return [];
    }
  };

  return {
    motion,
    hasSignal: (nowMs) => gps.hasSignal(nowMs),
    read: (nowMs) => ({ ...gps.read(motion(), nowMs), ...(job === null ? {} : { ticket_id: job.ticketId }) }),
    offered: (offerId, nowMs) => {
      if (offer?.id !== offerId) offer = { id: offerId, answerAtMs: after(nowMs, THINKS_MS) };
    },
    offerClosed: (offerId) => {
      if (offer?.id === offerId) offer = null;
    },
    jobIs: (next, nowMs) => {
      if (next !== null && job?.ticketId === next.ticketId && next.version <= job.version) return;
      const active = next !== null && ACTIVE_STATUSES.some((status) => status === next.status);
      if (!active && (job === null || (next !== null && next.ticketId !== job.ticketId))) return;
      const sameStep = active && job?.ticketId === next.ticketId && job.status === next.status;
      job = active ? next : null;
      if (sameStep) return;
      awaitsServer = false;
      if (job === null) {
        if (drive?.arrived === true) stand();
        nextAtMs = after(nowMs, RESTS_MS);
        return;
      }
      if (job.status === 'on_site' || job.status === 'in_service') stand();
      if (job.status === 'en_route') driveTo(network.nearestVertex(job.place));
      const pace = PACE[job.status];
      nextAtMs = pace === undefined ? nowMs : after(nowMs, pace);
    },
    actFailed: (nowMs) => {
      awaitsServer = false;
      nextAtMs = after(nowMs, TRIES_AGAIN_MS);
    },
    step: (nowMs) => {
      drive?.advance(Math.max(0, nowMs - movedAtMs) / 1_000);
      movedAtMs = Math.max(movedAtMs, nowMs);
      // Without signal the person waits for the phone, too.
      if (!gps.hasSignal(nowMs)) return [];
      if (offer !== null && nowMs >= offer.answerAtMs) {
        const { id } = offer;
        offer = null;
        return [{ kind: person.chance(ACCEPTS) ? 'accept' : 'decline', offerId: id }];
      }
      if (job !== null) return awaitsServer ? [] : workOn(job, nowMs);
      if (drive?.arrived === true) {
        stand();
        nextAtMs = after(nowMs, RESTS_MS);
      } else if (drive === null && nowMs >= nextAtMs) {
        roam();
        nextAtMs = after(nowMs, RESTS_MS);
      }
      return [];
    },
  };
}

/** A path that begins in the middle of a street: on to the next point first, then as routed from there. */
function continued(
  path: RoadPath,
  place: LatLng,
  ahead: { readonly next: LatLng; readonly cruiseMps: number },
): RoadPath {
  if (distanceM(place, ahead.next) < 0.5) return path;
  return {
    points: [place, ...path.points],
    cruiseMps: [ahead.cruiseMps, ...path.cruiseMps],
    isJunction: [false, ...path.isJunction],
  };
}
