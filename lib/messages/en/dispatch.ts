/** Sentences of the dispatch desk as a whole. */
export const dispatch = {
  title: 'Dispatch',
  queue: 'Queue',
  tabs: 'Tickets and drivers',
  detail: 'Details',
  closeDetail: 'Close details',
  panes: 'Panes',
  pane: { list: 'List', map: 'Map', detail: 'Detail' },
  needsYou: (count: number) => (count === 1 ? '1 ticket needs you' : `${count} tickets need you`),
  needsNobody: 'Nobody needs you now',
  find: 'Find or do…',
  clearSearch: 'Clear the search',

  outOfDate: {
    connecting: 'Connecting. What you see was true when the page loaded.',
    reconnecting: 'Reconnecting. This may be out of date.',
    offline: 'Offline. This is out of date and does not update.',
    polling: 'Live updates are away. This refreshes every few seconds.',
  },

  palette: {
    title: 'Find or do',
    placeholder: 'Ticket, driver or action',
    none: 'Nothing matches.',
    actions: 'Actions',
    tickets: 'Tickets',
    drivers: 'Drivers',
    go: {
      newTicket: 'New ticket',
      tickets: 'Show tickets',
      drivers: 'Show drivers',
      attention: 'Show what needs me',
      ended: 'Show ended tickets',
      closeDetail: 'Close details',
      shortcuts: 'Keyboard shortcuts',
      offer: (reference: string) => `Offer ${reference}…`,
      assign: (reference: string) => `Assign ${reference}…`,
      edit: (reference: string) => `Edit ${reference}`,
      follow: (name: string) => `Follow ${name}`,
      unfollow: 'Stop following',
    },
  },

  shortcuts: {
    title: 'Keyboard shortcuts',
    open: 'Keyboard shortcuts',
    keys: [
      { keys: ['/'], does: 'Search the list' },
      { keys: ['Ctrl', 'K'], does: 'Find or do anything' },
      { keys: ['J', 'K'], does: 'Next, previous in the list' },
      { keys: ['N'], does: 'New ticket' },
      { keys: ['A'], does: 'Assign the ticket' },
      { keys: ['O'], does: 'Offer the ticket' },
      { keys: ['E'], does: 'Edit the ticket' },
      { keys: ['F'], does: 'Follow the driver on the map' },
      { keys: ['1', '2'], does: 'Tickets, drivers' },
      { keys: ['Esc'], does: 'Back, close' },
      { keys: ['?'], does: 'This list' },
    ],
  },

  loadFailedTitle: 'The desk could not be loaded',
} as const;
