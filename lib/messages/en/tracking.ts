/** Sentences of the customer's tracking link. */
export const tracking = {
  title: (reference: string) => `Help on the way · ${reference}`,
  pageTitle: 'Where your help is',

  /** The server says the same sentence; this one keeps it true between two answers. */
  away: (name: string, minutes: number) =>
    minutes <= 1 ? `${name} is about 1 min away` : `${name} is ${minutes} min away`,
  arriving: (name: string) => `${name} is almost there`,

  arrivesAt: (clock: string) => `Arrives about ${clock}`,
  estimated: (ago: string) => `estimated ${ago}`,
  roughly: 'rough estimate',
  lastSeen: (ago: string) => `Last seen ${ago}`,
  noSignal:
    'The driver’s position has not arrived for a while. The driver may be in a tunnel or without signal.',

  steps: {
    label: 'Progress',
    created: 'Requested',
    offered: 'Finding a driver',
    assigned: 'Driver assigned',
    en_route: 'On the way',
    on_site: 'Arrived',
    in_service: 'Working',
    completed: 'Done',
    unsuccessful: 'Ended without success',
    gone_on_arrival: 'Nobody was there',
    canceled: 'Canceled',
    expired: 'Expired',
  },
  stepState: { done: 'done', current: 'now', todo: 'to come' },

  fromDispatch: 'From dispatch',
  vehicle: 'Vehicle',
  plate: (plate: string) => `Plate ${plate}`,
  driver: 'Your driver',
  destination: 'Where you are',
  mapLabel: 'Map of your driver and where you are',

  cancel: {
    open: 'Cancel this request',
    title: 'Cancel your request?',
    body: 'The driver is told at once. This cannot be undone.',
    keep: 'Keep waiting',
    confirm: 'Cancel the request',
    reason: 'Reason',
    reasonHint: 'For example: it works again.',
    failed: (reason: string) => `Your request is not canceled. ${reason}`,
    defaultReason: 'Canceled by the customer',
  },

  rating: {
    title: 'How was it?',
    stars: (stars: number) => (stars === 1 ? '1 star' : `${stars} stars`),
    comment: 'Anything to add?',
    send: 'Send rating',
    thanks: (stars: number) => `Thank you. You gave ${stars} of 5.`,
    missing: 'Choose one to five stars first.',
    failed: (reason: string) => `Your rating is not saved. ${reason}`,
  },

  notConnected: 'You are not connected. What you see may be old; it goes on by itself.',

  gone: {
    title: 'This link does not work',
    unknown: 'This link is not known. Check that you opened the whole link from the message.',
    expired: 'This link has expired. Ask the dispatch for a new one if you still need help.',
    revoked: 'This link was taken back. Ask the dispatch for a new one if you still need help.',
    ended: 'This job has ended and its link is closed. Call the dispatch if you need help again.',
    away: 'We cannot reach the dispatch at the moment. Your request is kept; reload this page in a minute.',
    awayTitle: 'One moment',
    reload: 'Reload',
  },
} as const;
