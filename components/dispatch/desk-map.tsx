'use client';

import { LiveMap, type LiveMapProps } from '#components/map/live-map.tsx';
import { useQueueView } from '#components/tickets/queue-context.tsx';
import { GroupPanel } from './group-panel.tsx';
import { ShownLines } from './shown-lines.tsx';

/** The map under the desk's filters, with what the desk has to say over it at its upper start. */
export function DeskMap(props: Omit<LiveMapProps, 'pinnedTicketIds'>) {
  const { pinnedIds } = useQueueView();
  return (
    <>
      <LiveMap {...props} pinnedTicketIds={pinnedIds} />
      <div className="pointer-events-none absolute start-2 top-2 z-[600] flex max-w-[calc(100%-1rem)] flex-col items-start gap-2">
        <ShownLines />
        <GroupPanel />
      </div>
    </>
  );
}
