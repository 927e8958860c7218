/** The life of a ticket: its states, the legal steps between them, and who may take which. */

export const TICKET_STATUSES = [
  'created',
  'offered',
  'assigned',
  'en_route',
  'on_site',
  'in_service',
  'completed',
  'unsuccessful',
  'gone_on_arrival',
  'canceled',
  'expired',
] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

const TRANSITIONS: Readonly<Record<TicketStatus, readonly TicketStatus[]>> = {
  created: ['offered', 'assigned', 'canceled', 'expired'],
  offered: ['created', 'assigned', 'canceled', 'expired'],
  // assigned → assigned and en_route → assigned mean: another driver.
  assigned: ['created', 'assigned', 'en_route', 'canceled'],
  en_route: ['created', 'assigned', 'on_site', 'canceled', 'unsuccessful'],
  on_site: ['in_service', 'gone_on_arrival', 'unsuccessful', 'canceled'],
  in_service: ['completed', 'unsuccessful'],
  completed: [],
  unsuccessful: [],
  gone_on_arrival: [],
  canceled: [],
  expired: [],
};

export const ENDED_STATUSES = [
  'completed',
  'unsuccessful',
  'gone_on_arrival',
  'canceled',
  'expired',
] as const satisfies readonly TicketStatus[];

/** States in which a driver holds the ticket. */
export const ACTIVE_STATUSES = [
  'assigned',
  'en_route',
  'on_site',
  'in_service',
] as const satisfies readonly TicketStatus[];

/** States in which the customer may see where the driver is. */
export const POSITION_SHARED_STATUSES = [
  'en_route',
  'on_site',
  'in_service',
] as const satisfies readonly TicketStatus[];

/** States in which a customer may still cancel. */
export const CUSTOMER_CANCELABLE_STATUSES = [
  'created',
  'offered',
  'assigned',
  'en_route',
] as const satisfies readonly TicketStatus[];

const includes = (list: readonly TicketStatus[], status: TicketStatus): boolean => list.includes(status);

export const isEnded = (status: TicketStatus): boolean => includes(ENDED_STATUSES, status);
export const isActive = (status: TicketStatus): boolean => includes(ACTIVE_STATUSES, status);
export const sharesPosition = (status: TicketStatus): boolean => includes(POSITION_SHARED_STATUSES, status);
export const isCustomerCancelable = (status: TicketStatus): boolean =>
  includes(CUSTOMER_CANCELABLE_STATUSES, status);

/** Every state that may follow `from`, whoever asks. */
export function nextStatuses(from: TicketStatus): readonly TicketStatus[] {
  return TRANSITIONS[from];
}

export function canTransition(from: TicketStatus, to: TicketStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** What the ticket's own driver may set through the status command: forward from `assigned` only. */
const DRIVER_STEPS: Readonly<Partial<Record<TicketStatus, readonly TicketStatus[]>>> = {
  assigned: ['en_route'],
  en_route: ['on_site', 'unsuccessful'],
  on_site: ['in_service', 'gone_on_arrival', 'unsuccessful'],
  in_service: ['completed', 'unsuccessful'],
};

/**
 * States that the status command can set: `offered` needs an offer, `assigned` needs a driver and
 * `expired` belongs to the clock, so those three have commands of their own.
 */
export function settableStatuses(
  from: TicketStatus,
  role: 'admin' | 'dispatcher' | 'driver' | 'customer',
): readonly TicketStatus[] {
  switch (role) {
    case 'driver':
      return DRIVER_STEPS[from] ?? [];
    case 'customer':
      return isCustomerCancelable(from) ? ['canceled'] : [];
    case 'admin':
    case 'dispatcher':
      return TRANSITIONS[from].filter(
        (status) => status !== 'offered' && status !== 'assigned' && status !== 'expired',
      );
  }
}
