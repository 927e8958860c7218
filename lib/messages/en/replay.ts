const number = (count: number): string => new Intl.NumberFormat('en').format(count);

/** Sentences of the replay of a recorded track. */
export const replay = {
  open: 'Replay',
  mapName: 'Replay map',
  panel: (name: string) => `Replay of ${name}`,
  mark: 'Replay',
  notLive: 'Recorded, not live. Vehicles and tickets of now are hidden.',
  close: 'Close the replay',
  backToLive: 'Back to live',

  track: 'Recorded track',
  trackHint: 'Where the driver was while on this ticket.',

  play: 'Play',
  pause: 'Pause',
  rate: 'Speed of playing',
  rateOf: (rate: number) => `${rate}×`,
  position: 'Moment of the replay',
  positionText: (time: string, state: string) => `${time}, ${state}`,
  speedUnknown: 'speed unknown',
  silent: (duration: string) => `no position for ${duration}`,
  plot: (top: string) => `Speed over the track, at most ${top}`,
  bands: { slow: 'under 30', medium: '30–60', fast: 'over 60 km/h' },
  stop: (number: number, duration: string, time: string) => `Stop ${number}, ${duration}, from ${time}`,
  summary: (distance: string, stops: number, positions: number) =>
    `${distance} · ${stops === 1 ? '1 stop' : `${stops} stops`} · ${
      positions === 1 ? '1 position' : `${number(positions)} positions`
    }`,

  span: 'Time',
  spans: { quarter: 'Last 15 minutes', hour: 'Last hour', today: 'Today', other: 'Other times …' },
  wholeTicket: 'Whole ticket',
  from: 'From',
  to: 'To',
  show: 'Show',
  cancel: 'Cancel',
  badSpan: 'The end comes after the beginning, at most 7 days later.',

  exportGpx: 'Export GPX',
  exportCsv: 'Export CSV',
  gpx: 'GPX',
  csv: 'CSV',

  loading: 'Loading the track …',
  loadingSome: (loaded: number, total: number) =>
    `Loading the track: ${number(loaded)} of ${number(total)} positions …`,
  emptyDriver: 'No positions were recorded in this time. Choose another.',
  emptyTicket: 'No positions were recorded for this ticket.',
  failed: 'The track could not be loaded.',
  truncated: (positions: number, time: string) =>
    `Only the first ${number(positions)} positions, up to ${time}. Choose a shorter time for the rest.`,
  truncatedTicket: (positions: number, time: string) =>
    `Only the first ${number(positions)} positions of this ticket, up to ${time}.`,
} as const;
