'use client';

import { isNarrow, WHOLE_FLEET } from '#components/drivers/fleet-filter.ts';
import { useDriver, useTicket } from '#components/live/use-live.ts';
import { ticketActions } from '#components/tickets/ticket-actions.ts';
import { dispatch } from '#lib/messages/en/dispatch.ts';
import { useDesk } from './desk-context.ts';

export interface PaletteAction {
  readonly id: string;
  readonly label: string;
  readonly keys?: readonly string[];
  readonly run: () => void;
}

/** What can be done now and contains the words that were typed; what concerns the selection first. */
export function usePaletteActions(search: string, onShowShortcuts: () => void): readonly PaletteAction[] {
  const desk = useDesk();
  const { selection } = desk;
  const ticket = useTicket(selection.kind === 'ticket' ? selection.id : null);
  const driver = useDriver(selection.kind === 'driver' ? selection.id : (ticket?.driver?.id ?? null));
  const { go } = dispatch.palette;
  const actions: PaletteAction[] = [];
  if (ticket) {
    const may = ticketActions(ticket);
    if (may.offer)
      actions.push({
        id: 'offer',
        label: go.offer(ticket.reference),
        keys: ['O'],
        run: () => desk.setIntent('offer'),
      });
    if (may.assign)
      actions.push({
        id: 'assign',
        label: go.assign(ticket.reference),
        keys: ['A'],
        run: () => desk.setIntent('assign'),
      });
    if (may.edit)
      actions.push({
        id: 'edit',
        label: go.edit(ticket.reference),
        keys: ['E'],
        run: () => desk.setIntent('edit'),
      });
  }
  if (driver && desk.followedDriverId !== driver.id)
    actions.push({
      id: 'follow',
      label: go.follow(driver.name),
      keys: ['F'],
      run: () => desk.follow(driver.id),
    });
  if (desk.followedDriverId !== null)
    actions.push({ id: 'unfollow', label: go.unfollow, keys: ['F'], run: () => desk.follow(null) });
  if (selection.kind !== 'none' || desk.group.size > 0)
    actions.push({ id: 'fit', label: go.fitSelection, keys: ['Z'], run: desk.fitSelection });
  if (isNarrow(desk.fleetFilter))
    actions.push({ id: 'whole-fleet', label: go.wholeFleet, run: () => desk.setFleetFilter(WHOLE_FLEET) });
  actions.push(
    { id: 'new', label: go.newTicket, keys: ['N'], run: () => desk.setCreating(true) },
    {
      id: 'attention',
      label: go.attention,
      run: () => desk.showQueue('attention'),
    },
    { id: 'tickets', label: go.tickets, keys: ['1'], run: () => desk.setTab('tickets') },
    { id: 'drivers', label: go.drivers, keys: ['2'], run: () => desk.setTab('drivers') },
    {
      id: 'ended',
      label: go.ended,
      run: () => desk.showQueue('ended'),
    },
    { id: 'shortcuts', label: go.shortcuts, keys: ['?'], run: onShowShortcuts },
  );
  if (selection.kind !== 'none')
    actions.push({
      id: 'close',
      label: go.closeDetail,
      keys: ['Esc'],
      run: () => desk.select({ kind: 'none' }),
    });
  const words = search.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  return actions.filter(({ label }) => words.every((word) => label.toLocaleLowerCase().includes(word)));
}
