import type { Connectivity } from '#lib/domain/connectivity.ts';
import type { DriverStatus } from '#lib/domain/vocabulary.ts';

const status: Readonly<Record<DriverStatus, string>> = {
  available: 'Available',
  offered: 'Has an offer',
  busy: 'Busy',
  off_duty: 'Off duty',
};

const connectivity: Readonly<Record<Connectivity, string>> = {
  live: 'Live',
  stale: 'Stale',
  lost: 'Lost',
};

/** Sentences of drivers: the roster and one driver. */
export const drivers = {
  list: 'Drivers',
  status,
  connectivity,
  filters: {
    label: 'Filter drivers',
    all: 'All',
    available: 'Available',
    busy: 'Busy',
    no_signal: 'No signal',
    off_duty: 'Off duty',
  },
  search: 'Search drivers',
  searchPlaceholder: 'Name, plate, vehicle, skill',
  emptyTitle: {
    all: 'No drivers yet',
    available: 'Nobody is available',
    busy: 'Nobody is on a job',
    no_signal: 'Everybody on duty is heard',
    off_duty: 'Everybody is on duty',
  },
  emptyBody: {
    all: 'An administrator adds drivers under Users.',
    available: 'Drivers who come on duty or finish a job appear here.',
    busy: 'Drivers appear here while they have an offer or a ticket.',
    no_signal: 'Drivers whose position is older than a minute appear here.',
    off_duty: 'Drivers who end their shift appear here.',
  },
  noMatchTitle: 'No driver matches',
  noMatchBody: (search: string) => `Nothing here contains “${search}”.`,
  clearSearch: 'Clear the search',

  noPosition: 'No position yet',
  noSignal: 'No signal',
  seenNow: 'Seen just now',
  now: 'now',
  lastSeen: (duration: string) => `Seen ${duration} ago`,
  onTicket: (reference: string) => `On ${reference}`,
  noVehicle: 'No vehicle',

  section: {
    vehicle: 'Vehicle',
    position: 'Position',
    job: 'Current ticket',
    skills: 'Skills',
    track: 'Last 15 minutes',
    actions: 'Actions',
  },
  plate: 'Plate',
  vehicle: 'Vehicle',
  phone: 'Phone',
  battery: 'Phone battery',
  batteryLow: (percent: string) => `${percent}, low`,
  batteryUnknown: 'Not reported',
  speed: 'Speed',
  accuracy: 'Accuracy',
  age: 'Last position',
  coordinates: 'Coordinates',
  duty: 'On duty',
  dutyChanging: 'Changing duty…',
  dutyRefused: 'The duty was not changed',
  noJob: 'No ticket at the moment.',
  showTicket: (reference: string) => `Show ${reference}`,
  follow: 'Follow',
  unfollow: 'Stop following',
  call: (name: string) => `Call ${name}`,

  track: {
    none: 'No positions in the last 15 minutes.',
    loading: 'Loading the track…',
    failed: 'The track could not be loaded.',
    summary: (distance: string, fixes: number) => `${distance}, ${fixes} positions`,
    distance: 'Distance',
    moving: 'Moving',
    topSpeed: 'Top speed',
    stops: 'Stops',
    plot: 'Speed over the last 15 minutes',
    plotSentence: (top: string) => `Speed over the last 15 minutes, at most ${top}.`,
    ago: '15 min ago',
    now: 'now',
  },

  missingTitle: 'There is no such driver',
  missingBody: 'The number may be mistyped, or the account is disabled.',
  loadFailedTitle: 'This driver could not be loaded',
  loading: 'Loading the driver…',
} as const;
