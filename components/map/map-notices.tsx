'use client';

import { X } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { map as words } from '#lib/messages/en/map.ts';
import type { BaseMapTrouble } from './base-map/base-map.tsx';

/** What the map has to say about itself, in sentences, at its inline start. */
export function MapNotices({
  trouble,
  locateFailed,
  onDismissLocate,
  hiddenVehicles,
  insetStartPx,
  following,
  onStopFollowing,
}: {
  readonly trouble: BaseMapTrouble | null;
  readonly locateFailed: boolean;
  readonly onDismissLocate: () => void;
  readonly hiddenVehicles: number;
  readonly insetStartPx: number;
  /** Name of the followed driver. */
  readonly following: string | null;
  readonly onStopFollowing: (() => void) | undefined;
}) {
  const notice = 'rounded-md bg-raised px-2.5 py-1.5 text-dense text-ink shadow-panel';
  return (
    <div
      className="pointer-events-none absolute bottom-9 z-[500] flex max-w-[calc(100%-5rem)] flex-col items-start gap-2"
      style={{ insetInlineStart: `${8 + insetStartPx}px` }}
    >
      <div role="status" className="flex flex-col items-start gap-2">
        {trouble !== null && (
          <p className={notice}>{trouble === 'tiles' ? words.tilesAway : words.baseMapAway}</p>
        )}
        {locateFailed && (
          <p className={`${notice} pointer-events-auto flex items-center gap-1`}>
            {words.locateFailed}
            <IconButton
              size="sm"
              label={words.dismiss}
              icon={<X aria-hidden="true" />}
              onClick={onDismissLocate}
            />
          </p>
        )}
      </div>
      {following !== null && (
        <p className={`${notice} pointer-events-auto flex items-center gap-2`}>
          {words.following(following)}
          {onStopFollowing !== undefined && (
            <Button size="sm" variant="ghost" onClick={onStopFollowing}>
              {words.stopFollowing}
            </Button>
          )}
        </p>
      )}
      {hiddenVehicles > 0 && (
        <p className={`${notice} text-muted tabular-nums`}>{words.hiddenVehicles(hiddenVehicles)}</p>
      )}
    </div>
  );
}
