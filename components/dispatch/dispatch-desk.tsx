'use client';

import { clsx } from 'clsx';
import { usePathname, useSelectedLayoutSegments } from 'next/navigation';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { ConnectionStatus } from '#components/live/connection-status.tsx';
import { DriverDetail } from '#components/drivers/driver-detail.tsx';
import { ReplayDock } from '#components/replay/replay-dock.tsx';
import { useReplay } from '#components/replay/use-replay.ts';
import { AppShell, type AppShellProps } from '#components/shell/app-shell.tsx';
import { NewTicketPanel } from '#components/tickets/new-ticket-panel.tsx';
import { TicketDetail } from '#components/tickets/ticket-detail.tsx';
import type { PublicSettings } from '#lib/config/public-settings.ts';
import { dispatch } from '#lib/messages/en/dispatch.ts';
import { Announcer } from './announcer.tsx';
import { CommandPalette } from './command-palette.tsx';
import { DeskContext } from './desk-context.ts';
import { DeskMap } from './desk-map.tsx';
import { DeskViews } from './desk-views.tsx';
import { selectionOfPath, type DeskSelection } from './desk-selection.ts';
import { NeedsYou, PaletteButton } from './desk-bar.tsx';
import { PaneSwitch } from './pane-switch.tsx';
import { QueueColumn } from './queue-column.tsx';
import { ShortcutHelp } from './shortcut-help.tsx';
import { useDeskKeys } from './use-desk-keys.ts';
import { useDeskState } from './use-desk-state.ts';
import { useIsWide } from './use-is-wide.ts';

/** What the detail panel covers of the map, CSS pixels. */
const UNDER_DETAIL = { start: 0, end: 400 };
const WHOLE_MAP = { start: 0, end: 0 };

/**
 * The dispatcher's desk: queue, map, detail. A selection is shown from what the browser already holds and
 * written into the address; the server's page (`children`) is shown while the address is the one it was
 * loaded for.
 */
export function DispatchDesk({
  user,
  settings,
  children,
}: {
  readonly user: AppShellProps['user'];
  readonly settings: PublicSettings;
  readonly children: ReactNode;
}) {
  const pathname = usePathname();
  const servedPath = ['/dispatch', ...useSelectedLayoutSegments()].join('/');
  const selection = useMemo(() => selectionOfPath(pathname), [pathname]);
  const { desk, picking, listedIds } = useDeskState(settings, selection);
  const [overlay, setOverlay] = useState<'palette' | 'shortcuts' | null>(null);
  useDeskKeys({ desk, listedIds, openOverlay: setOverlay });
  const isWide = useIsWide();
  const replay = useReplay(selection);
  // The map compares by identity: what has not changed must not look new.
  const { select, follow } = desk;
  const mapSelection = useMemo(
    () => ({
      ticketId: selection.kind === 'ticket' ? selection.id : null,
      driverId: selection.kind === 'driver' ? selection.id : null,
    }),
    [selection],
  );
  const selectTicket = useCallback(
    (id: number | null) => select(id === null ? { kind: 'none' } : { kind: 'ticket', id }),
    [select],
  );
  const selectDriver = useCallback(
    (id: number | null) => select(id === null ? { kind: 'none' } : { kind: 'driver', id }),
    [select],
  );
  const endFollow = useCallback(() => follow(null), [follow]);

  const hasDetail = desk.creating || selection.kind !== 'none';
  const detail = desk.creating ? (
    <NewTicketPanel />
  ) : pathname === servedPath ? (
    children
  ) : (
    <Detail selection={selection} />
  );

  return (
    <DeskContext value={desk}>
      <DeskViews>
        <AppShell
          user={user}
          connection={<ConnectionStatus announced={false} className="px-2" />}
          search={<PaletteButton onOpen={() => setOverlay('palette')} />}
          actions={<NeedsYou />}
        >
          <div className="flex h-full flex-col">
            <div className="relative flex min-h-0 flex-1">
              <div
                className={clsx(
                  'h-full w-full shrink-0 desk:w-[360px] desk:border-e desk:border-line',
                  desk.pane !== 'list' && 'max-desk:hidden',
                )}
              >
                <QueueColumn />
              </div>
              {/* Hidden by visibility, so that the map keeps its size and its view. */}
              <div
                className={clsx(
                  'relative flex min-w-0 flex-1 flex-col max-desk:absolute max-desk:inset-0',
                  desk.pane !== 'map' && 'max-desk:invisible',
                )}
              >
                <div className="relative min-h-0 flex-1">
                  <DeskMap
                    settings={settings}
                    selection={mapSelection}
                    onSelectTicket={selectTicket}
                    onSelectDriver={selectDriver}
                    onPickLocation={picking?.onPick}
                    pickedLocation={picking?.place ?? null}
                    group={desk.group}
                    onGroup={desk.setGroup}
                    handleRef={desk.mapHandle}
                    followDriverId={desk.followedDriverId}
                    onFollowEnd={endFollow}
                    paddingInline={hasDetail && isWide ? UNDER_DETAIL : WHOLE_MAP}
                    replay={replay}
                  />
                </div>
                {replay !== null && (
                  <div className="bg-surface desk:pe-[400px]">
                    <ReplayDock replay={replay} />
                  </div>
                )}
              </div>
              <aside
                aria-label={dispatch.detail}
                hidden={!hasDetail && isWide}
                className={clsx(
                  'z-[1040] bg-surface desk:absolute desk:inset-y-0 desk:end-0 desk:w-[400px]',
                  'desk:border-s desk:border-line desk:shadow-panel max-desk:absolute max-desk:inset-0',
                  desk.pane !== 'detail' && 'max-desk:hidden',
                )}
              >
                {detail}
              </aside>
            </div>
            <PaneSwitch hasDetail={hasDetail} />
          </div>
        </AppShell>
      </DeskViews>
      <Announcer />
      <CommandPalette
        open={overlay === 'palette'}
        onOpenChange={(open) => setOverlay(open ? 'palette' : null)}
        onShowShortcuts={() => setOverlay('shortcuts')}
      />
      <ShortcutHelp
        open={overlay === 'shortcuts'}
        onOpenChange={(open) => setOverlay(open ? 'shortcuts' : null)}
      />
    </DeskContext>
  );
}

function Detail({ selection }: { readonly selection: DeskSelection }) {
  switch (selection.kind) {
    case 'none':
      return null;
    case 'ticket':
      return <TicketDetail key={`ticket-${selection.id}`} ticketId={selection.id} initial={null} />;
    case 'driver':
      return <DriverDetail key={`driver-${selection.id}`} driverId={selection.id} initial={null} />;
  }
}
