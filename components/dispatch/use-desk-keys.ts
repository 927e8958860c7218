'use client';

import { useEffect, useEffectEvent, type RefObject } from 'react';
import { ticketActions } from '#components/tickets/ticket-actions.ts';
import { useLiveStore } from '#components/live/use-live.ts';
import type { Desk } from './desk-context.ts';
import { addressedSelection } from './desk-selection.ts';
import type { ListedIds } from './use-desk-state.ts';

/** The desk's keyboard: one listener for the page; typing in a field and open dialogs keep their keys. */
export function useDeskKeys({
  desk,
  listedIds,
  openOverlay,
}: {
  readonly desk: Desk;
  readonly listedIds: RefObject<ListedIds>;
  readonly openOverlay: (overlay: 'palette' | 'shortcuts') => void;
}): void {
  const store = useLiveStore();
  // By the address: a key pressed just after a selection means the new one, before the page shows it.
  const ticket = () => {
    const selection = addressedSelection();
    return selection.kind === 'ticket' ? store.getState().tickets.get(selection.id) : undefined;
  };

  const step = (by: 1 | -1) => {
    const { kind, ids } = listedIds.current;
    if (ids.length === 0) return;
    const selection = addressedSelection();
    const at = selection.kind === kind ? ids.indexOf(selection.id) : -1;
    const next = at < 0 ? (by === 1 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + by));
    const id = ids[next];
    if (id !== undefined) desk.select({ kind, id });
  };

  const toggleFollow = () => {
    const selection = addressedSelection();
    const driverId = selection.kind === 'driver' ? selection.id : (ticket()?.driver?.id ?? null);
    desk.follow(driverId === desk.followedDriverId ? null : driverId);
  };

  const back = () => {
    if (desk.intent !== null) desk.setIntent(null);
    else if (desk.creating) desk.setCreating(false);
    else if (desk.followedDriverId !== null) desk.follow(null);
    else if (desk.group.size > 0) desk.setGroup(new Set());
    else if (addressedSelection().kind !== 'none') desk.select({ kind: 'none' });
  };

  /** @returns whether the key meant something here */
  const press = (key: string): boolean => {
    const current = ticket();
    const actions = current ? ticketActions(current) : null;
    switch (key) {
      case '/':
        desk.setPane('list');
        // The search field of the tab that is shown; on a phone the pane has to appear first.
        requestAnimationFrame(() => document.querySelector<HTMLInputElement>('[data-desk-search]')?.focus());
        return true;
      case 'j':
        step(1);
        return true;
      case 'k':
        step(-1);
        return true;
      case 'n':
        desk.setCreating(true);
        return true;
      case 'a':
        if (actions?.assign) desk.setIntent('assign');
        return true;
      case 'o':
        if (actions?.offer) desk.setIntent('offer');
        return true;
      case 'e':
        if (actions?.edit) desk.setIntent('edit');
        return true;
      case 'f':
        toggleFollow();
        return true;
      case 'z':
        desk.fitSelection();
        return true;
      case '1':
        desk.setTab('tickets');
        return true;
      case '2':
        desk.setTab('drivers');
        return true;
      case '?':
        openOverlay('shortcuts');
        return true;
      default:
        return false;
    }
  };

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || dialogIsOpen()) return;
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      openOverlay('palette');
      return;
    }
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      back();
      return;
    }
    if (!isTyping(event.target) && press(event.key.length === 1 ? event.key.toLowerCase() : event.key)) {
      event.preventDefault();
    }
  });

  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}

/** Radix marks what is open over the page; its own Esc and letters come first. */
const dialogIsOpen = (): boolean =>
  document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"]') !== null;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input, textarea, select, [role="combobox"]'));
