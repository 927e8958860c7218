import { admin } from './en/admin.ts';
import { common } from './en/common.ts';
import { customer } from './en/customer.ts';
import { dispatch } from './en/dispatch.ts';
import { driverConsole } from './en/driver-console.ts';
import { drivers } from './en/drivers.ts';
import { errors } from './en/errors.ts';
import { map } from './en/map.ts';
import { replay } from './en/replay.ts';
import { shell } from './en/shell.ts';
import { tickets } from './en/tickets.ts';
import { tracking } from './en/tracking.ts';

/**
 * The message catalogue: every sentence that a person can read. Components that need one part import that
 * part (`#lib/messages/en/tickets.ts`), so that a page does not carry the words of all the others.
 */
export const en = {
  admin,
  common,
  customer,
  errors,
  shell,
  map,
  tickets,
  drivers,
  dispatch,
  driverConsole,
  replay,
  tracking,
} as const;
export type Messages = typeof en;
