/** Words that several parts share. */
export const common = {
  product: 'Callout',
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  back: 'Back',
  retry: 'Try again',
  loading: 'Loading…',
  sending: 'Sending…',
  unknown: 'Unknown',
  optional: 'optional',
  roles: { admin: 'Administrator', dispatcher: 'Dispatcher', driver: 'Driver', customer: 'Customer' },
} as const;
