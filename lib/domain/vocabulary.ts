/** The closed word lists of the product; every schema and every picker reads them from here. */

export const ROLES = ['admin', 'dispatcher', 'driver', 'customer'] as const;
export type Role = (typeof ROLES)[number];

export const SERVICE_TYPES = ['ev_charging', 'tow', 'battery', 'tyre', 'fuel', 'lockout', 'other'] as const;
export type ServiceType = (typeof SERVICE_TYPES)[number];

export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof PRIORITIES)[number];

export const DUTIES = ['on', 'off'] as const;
export type Duty = (typeof DUTIES)[number];

export const DRIVER_STATUSES = ['available', 'offered', 'busy', 'off_duty'] as const;
/** The index of a status in this list is its number on the wire in `driver.locations`. */
export type DriverStatus = (typeof DRIVER_STATUSES)[number];

export const OFFER_STATUSES = ['pending', 'accepted', 'declined', 'expired', 'withdrawn'] as const;
export type OfferStatus = (typeof OFFER_STATUSES)[number];

export const OFFER_STRATEGIES = ['nearest', 'broadcast', 'manual'] as const;
export type OfferStrategy = (typeof OFFER_STRATEGIES)[number];

export const isStaff = (role: Role): boolean => role === 'admin' || role === 'dispatcher';
