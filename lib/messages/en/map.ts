/** Sentences of the map and of the connection state. */
export const map = {
  liveMap: 'Live map',
  map: 'Map',
  loading: 'Loading the map …',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fitAll: 'Show everything',
  fitSelection: 'Show the selection',
  locate: 'Show my location',
  locateFailed: 'Your location is not available. Allow it in the browser’s site settings and try again.',
  stopFollowing: 'Stop following',
  hiddenVehicles: (count: number) =>
    count === 1 ? '1 vehicle without signal is hidden' : `${count} vehicles without signal are hidden`,
  tilesAway: 'Map tiles are not reachable; the built-in map is shown.',
  baseMapAway: 'The street map could not be loaded. Positions are shown on plain ground.',
  attribution: '© OpenStreetMap contributors, ODbL',
  pickHint: 'Click the place, or move the map under the crosshair and press Enter.',
  keys: 'Map view. Arrow keys move it, plus and minus zoom.',
  dismiss: 'Dismiss',
  following: (name: string) => `Following ${name}`,
  pickHere: 'Use this place',
  pickedPlace: 'Chosen place',
  /** @param promise what the pin's ring shows, or null */
  ticketPin: (reference: string, service: string, status: string, promise: string | null) =>
    [reference, service, status, promise].filter(Boolean).join(', '),
  dueIn: (duration: string) => `due in ${duration}`,
  lateBy: (duration: string) => `late by ${duration}`,
  offerEndsIn: (duration: string) => `offer ends in ${duration}`,
  offerEnding: 'offer is ending',
  foldedTickets: (count: number, late: number) =>
    late === 0
      ? `${count} tickets here. Show them apart.`
      : `${count} tickets here, ${late} late. Show them apart.`,
  destination: 'Destination',
  vehicle: 'Vehicle',
  speed: (kmh: number) => `${kmh} km/h`,
  seen: (seconds: number) =>
    seconds < 5
      ? 'now'
      : seconds < 90
        ? `${Math.round(seconds)} s ago`
        : `${Math.round(seconds / 60)} min ago`,
} as const;

export const connection = {
  name: 'Connection',
  live: 'Live',
  connecting: 'Connecting',
  reconnecting: 'Reconnecting',
  polling: 'Polling',
  offline: 'Offline',
  reasons: {
    socket_lost: 'The live connection was lost; trying again.',
    catching_up: 'Fetching what was missed.',
    behind: 'This page is behind the server; fetching the rest.',
    subscription: 'The server has not confirmed the live channel yet.',
    no_socket: 'No live connection is possible; the page asks every few seconds instead.',
    channel_refused: 'The server refuses the live channel; the page asks every few seconds instead.',
    network: 'This device has no network. What you see may be out of date.',
    server: 'The server does not answer. What you see may be out of date; trying again.',
    session_expired: 'Your session has ended.',
    link_ended: 'This link has ended.',
  },
  signIn: 'Sign in again',
} as const;
