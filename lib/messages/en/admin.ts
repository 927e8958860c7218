import type { ActivityEvent, ActivityKind } from '#lib/protocol/activity.ts';
import type { Role } from '#lib/domain/vocabulary.ts';
import { common } from './common.ts';

const event: Readonly<Record<ActivityEvent, string>> = {
  'socket.opened': 'Opened',
  'socket.closed': 'Closed',
  'socket.refused': 'Not let in',
  'socket.disconnected': 'Disconnected',
  'channel.refused': 'Channel refused',
  'channel.dropped': 'Channel ended',
  'auth.refused': 'Signature refused',
  'event.pushed': 'Pushed',
};

const activityKind: Readonly<Record<ActivityKind, string>> = {
  sockets: 'Sockets',
  refusals: 'Refusals',
  pushes: 'Pushes',
};

const role: Readonly<Record<Role | 'link', string>> = { ...common.roles, link: 'Link holder' };

/** Sentences of the administrator's pages. */
export const admin = {
  title: 'Administration',
  nav: { label: 'Administration', connections: 'Connections', health: 'Health', dispatch: 'Dispatch' },
  role,

  connections: {
    title: 'Connections',
    table: 'Open connections',
    count: (total: number, text: string) => (total === 1 ? '1 socket' : `${text} sockets`),
    search: 'Search connections',
    searchPlaceholder: 'Name, role, address, channel',
    sort: 'Sort by',
    column: {
      name: 'Who',
      role: 'Role',
      address: 'Address',
      kind: 'Kind',
      channels: 'Channels',
      connected_at: 'Since',
      messages_in: 'In',
      messages_out: 'Out',
    },
    actions: 'Actions',
    kind: { pusher: 'Pusher', plain: 'Plain' },
    unnamed: 'Not signed in yet',
    linkOf: (reference: string) => `Link of ${reference}`,
    someLink: 'A customer link',
    slow: 'Slow',
    slowHint: (bytes: string) => `${bytes} wait for its reader`,
    noChannels: 'None',
    moreChannels: (count: number) => `+${count} more`,
    fewerChannels: 'Show fewer',
    inAndOut: (messagesIn: string, bytesIn: string, messagesOut: string, bytesOut: string) =>
      `${messagesIn} in (${bytesIn}) · ${messagesOut} out (${bytesOut})`,
    disconnect: 'Disconnect',
    disconnectNamed: (who: string) => `Disconnect ${who}`,
    emptyTitle: 'Nobody is connected',
    emptyBody: 'A socket appears here as soon as a desk, a phone or a customer link opens one.',
    noMatchTitle: 'No connection matches',
    noMatchBody: (search: string) => `Nothing here contains “${search}”.`,
    clearSearch: 'Clear the search',
    failed: (message: string) => `The list is not up to date. ${message}`,
    range: (from: number, to: number, total: number) => `${from}–${to} of ${total}`,
    previous: 'Previous page',
    next: 'Next page',
    pages: 'Pages',
  },

  ask: {
    title: (who: string) => `Disconnect ${who}?`,
    body: 'Its socket is closed now. An app of ours says so and connects again after a moment.',
    final: 'Keep it from coming back by itself',
    finalHint: 'It stays away until the person opens the page or the app again.',
    rights: 'This ends no right. To lock somebody out, disable the account or end its sessions.',
    submit: 'Disconnect',
    busy: 'Disconnecting…',
    done: (who: string) => `${who} is disconnected.`,
    gone: (who: string) => `${who} had gone already.`,
    failed: 'It was not disconnected',
  },

  activity: {
    title: 'Activity',
    filter: 'Show',
    all: 'All',
    kind: activityKind,
    event,
    list: 'Recent activity',
    empty: 'Nothing has happened since the server started.',
    failed: 'The activity could not be loaded.',
    unknown: 'Unknown',
    channels: (first: string, more: number) => (more === 0 ? first : `${first} and ${more} more`),
  },

  health: {
    title: 'Health',
    intro: 'Whether what happens reaches everybody, as this server sees it.',
    good: 'Everything works.',
    risks: 'What to know or do',
    asOf: 'As of',
    running: 'Running since',
    failed: (message: string) => `This is not up to date. ${message}`,
    level: { 0: 'Contract level 0: plain Laravel', 1: 'Contract level 1: complete' },
    broker: {
      name: 'Broker',
      driver: { embedded: 'Embedded', reverb: 'Laravel Reverb', pusher: 'Pusher protocol' },
      state: { up: 'Up', delayed: 'Catching up', down: 'Down' },
      since: 'In this state since',
      waiting: 'Events that wait',
      oldest: 'The oldest happened',
      error: 'Why',
    },
    database: {
      name: 'Database',
      driver: { embedded: 'Embedded Postgres', server: 'Postgres server' },
      state: { up: 'Up', down: 'Down' },
      latency: 'Answers in',
      milliseconds: (ms: string) => `${ms} ms`,
      connections: 'Connections',
      connectionsOf: (open: number, idle: number, waiting: number) =>
        `${open} open, ${idle} idle, ${waiting} waiting`,
    },
    publisher: {
      name: 'Publisher',
      state: { publishing: 'Publishing', standby: 'Standby', blocked: 'Blocked' },
      head: 'Last event',
      lag: 'Behind by',
      lagOf: (events: number, seconds: string) =>
        events === 0 ? 'nothing' : `${events} events, ${seconds} s`,
    },
    sockets: {
      name: 'Sockets',
      open: (total: string, limit: string) => `${total} of at most ${limit}`,
      total: 'Open',
      pusher: 'Pusher protocol',
      plain: 'Plain WebSocket',
      channels: 'Channels',
      slow: 'Slow readers',
    },
    fleet: {
      name: 'Fleet',
      reporting: 'Drivers that report',
      waiting: 'Fixes for the next batch',
      last: 'Last fix',
      never: 'None yet',
    },
    counters: 'Counted since the start',
  },
} as const;
