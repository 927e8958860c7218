import type { Priority, ServiceType } from '#lib/domain/vocabulary.ts';
import type { CreateTicketRequest } from '#lib/protocol/ticket.ts';
import type { Random } from './random.ts';
import type { RoadNetwork } from './road-network.ts';

/** People whose cars stand still: who of them calls, where and why. */
export interface Demand {
  /** The calls between the last step and this time. */
  step(nowMs: number): readonly Call[];
}

export interface Call {
  readonly customerIndex: number;
  readonly ticket: CreateTicketRequest;
}

/** Of a hundred calls; breakdown statistics of motoring clubs have the battery far ahead. */
const SHARES: readonly (readonly [ServiceType, number])[] = [
  ['battery', 34],
  ['tyre', 20],
  ['tow', 18],
  ['ev_charging', 12],
  ['lockout', 8],
  ['fuel', 5],
  ['other', 3],
];

const NOTES: Readonly<Record<ServiceType, readonly string[]>> = {
  battery: [
    'Does not start, lights were on overnight.',
    'Clicks once, then nothing.',
    'Needs a jump start. Parked nose to the wall.',
  ],
  tyre: [
    'Front left is flat, spare in the boot.',
    'Flat tyre, no spare.',
    'Hit a kerb, tyre and rim are bent.',
  ],
  tow: [
    'Gearbox is stuck in park.',
    'Overheated, coolant on the road.',
    'To the workshop on the same side of the river.',
  ],
  ev_charging: ['4 % left, CCS.', 'Ran empty 200 m before the charger.', 'Charging cable will not unlock.'],
  lockout: ['Keys are on the seat.', 'Key broke in the lock.', 'A child seat is in the car, nobody in it.'],
  fuel: ['Out of petrol.', 'Filled diesel into a petrol car, not started since.'],
  other: ['Windscreen wiper came off in the rain.', 'A strange noise at the rear axle.'],
};

const PRIORITIES: readonly (readonly [Priority, number])[] = [
  ['normal', 70],
  ['high', 17],
  ['low', 8],
  ['urgent', 5],
];

const HIGHEST_HOUSE_NUMBER = 90;

/** Calls come independently of each other: the gaps are exponential. */
export function createDemand(
  network: RoadNetwork,
  random: Random,
  startMs: number,
  ticketsPerMinute: number,
  customers: number,
): Demand {
  const gapMs = (): number => (-Math.log(1 - random.next()) * 60_000) / ticketsPerMinute;
  let nextAtMs = ticketsPerMinute > 0 && customers > 0 ? startMs + gapMs() : Infinity;

  const call = (): Call => {
    const vertex = network.randomVertex(random);
    const service = weighted(SHARES, random);
    return {
      customerIndex: Math.floor(random.next() * customers),
      ticket: {
        service_type: service,
        priority: weighted(PRIORITIES, random),
        location: { ...network.at(vertex), address: addressAt(network, vertex, random) },
        notes: random.pick(NOTES[service]),
      },
    };
  };
  return {
    step: (nowMs) => {
      const calls: Call[] = [];
      for (; nowMs >= nextAtMs; nextAtMs += gapMs()) calls.push(call());
      return calls;
    },
  };
}

const addressAt = (network: RoadNetwork, vertex: number, random: Random): string =>
  `${network.streetAt(vertex)} ${1 + Math.floor(random.next() * HIGHEST_HOUSE_NUMBER)}, Göteborg`;

function weighted<T>(shares: readonly (readonly [T, number])[], random: Random): T {
  let left = random.next() * shares.reduce((sum, [, share]) => sum + share, 0);
  for (const [value, share] of shares) {
    left -= share;
    if (left < 0) return value;
  }
  return random.pick(shares)[0];
}
