'use client';

import { useEffect, useEffectEvent } from 'react';
import { useDesk } from '#components/dispatch/desk-context.ts';
import type { Replay } from './replay-state.ts';

/** Space plays and pauses, Escape leads back to live; fields, buttons, forms and open menus keep their keys. */
export function useReplayKeys(replay: Replay): void {
  const { creating, intent } = useDesk();
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape') {
      if (creating || intent !== null || somethingIsOpen()) return;
      event.preventDefault();
      replay.close();
    } else if (event.key === ' ' && isOnNothing(event.target) && replay.phase.kind === 'ready') {
      event.preventDefault();
      const { playback } = replay.phase;
      if (playback.get().playing) playback.pause();
      else playback.play();
    }
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    // Before the desk, whose Escape would close the detail.
    window.addEventListener('keydown', listener, { capture: true });
    return () => window.removeEventListener('keydown', listener, { capture: true });
  }, []);
}

/** Their own Escape comes first. */
const somethingIsOpen = (): boolean =>
  document.querySelector(
    '[role="dialog"][data-state="open"], [role="menu"][data-state="open"], [data-replay-times]',
  ) !== null;

/** The page itself or the map: nothing there has a use for Space. */
const isOnNothing = (target: EventTarget | null): boolean =>
  target === document.body || (target instanceof HTMLElement && target.matches('.leaflet-container'));
