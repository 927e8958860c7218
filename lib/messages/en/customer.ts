import type { ServiceType } from '#lib/domain/vocabulary.ts';

/** What a person would say they need. */
const service: Readonly<Record<ServiceType, string>> = {
  ev_charging: 'Charging for an electric car',
  tow: 'A tow',
  battery: 'Help with the battery',
  tyre: 'Help with a tyre',
  fuel: 'Fuel',
  lockout: 'Locked out',
  other: 'Something else',
};

/** Sentences of the pages for customers who are signed in. */
export const customer = {
  title: 'My requests',
  service,
  active: 'Now',
  past: 'Earlier',
  list: 'Requests',
  emptyTitle: 'No requests yet',
  emptyBody: 'Ask for help and follow the driver here.',

  request: {
    open: 'Request help',
    title: 'Request help',
    service: 'What do you need?',
    notes: 'What should the driver know?',
    notesHint: 'For example: grey Volvo, level 2 of the car park.',
    address: 'Address or description of the place',
    place: 'Where are you?',
    myPosition: 'Use my position',
    locating: 'Finding your position…',
    located: (accuracyM: number) => `Your position is set, accurate to ${accuracyM} m.`,
    pick: 'Or tap the map where you are.',
    picked: 'The place on the map is set.',
    missingPlace: 'Set the place first: use your position or tap the map.',
    denied: 'Your browser does not share your position. Tap the map instead.',
    unavailable: 'Your position cannot be found. Tap the map instead.',
    send: 'Send request',
    sent: (reference: string) => `Your request ${reference} is with the dispatch.`,
    failed: (reason: string) => `Your request was not sent. ${reason}`,
    discard: 'Discard',
  },

  sentence: {
    created: 'We are looking for a driver.',
    offered: 'We are asking drivers near you.',
    assigned: (name: string) => `${name} takes your request and leaves soon.`,
    en_route: (name: string) => `${name} is on the way.`,
    on_site: (name: string) => `${name} has arrived.`,
    in_service: (name: string) => `${name} is working on it.`,
    completed: 'Done.',
    unsuccessful: 'This ended without success.',
    gone_on_arrival: 'The driver found nobody at the place.',
    canceled: 'Canceled.',
    expired: 'No driver was found in time.',
  },
  yourDriver: 'Your driver',
} as const;
