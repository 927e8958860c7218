import { driverPath, ticketPath } from '#components/dispatch/desk-selection.ts';
import { addressOfReplay, REPLAY_PARAMETER, type ReplayRequest } from './replay-address.ts';

/** Puts it into the address; the desk follows the address. The colons stay readable: a query may hold them. */
export function openReplay(request: ReplayRequest): void {
  const path = request.kind === 'ticket' ? ticketPath(request.ticketId) : driverPath(request.driverId);
  window.history.pushState(null, '', `${path}?${REPLAY_PARAMETER}=${addressOfReplay(request)}`);
}
