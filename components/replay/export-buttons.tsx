'use client';

import { Download } from 'lucide-react';
import { useDrivers } from '#components/live/use-live.ts';
import { Button } from '#components/ui/button.tsx';
import { firstMs, type RecordedTrack } from '#lib/domain/recorded-track.ts';
import { trackCsv } from '#lib/domain/track-csv.ts';
import { trackGpx } from '#lib/domain/track-gpx.ts';
import { replay as words } from '#lib/messages/en/replay.ts';
import { trackFileName } from './file-name.ts';
import type { Replay } from './replay-state.ts';
import { saveFile } from './save-file.ts';

/** The track as files, every position of it, made here from what is loaded. */
export function ExportButtons({ replay, track }: { readonly replay: Replay; readonly track: RecordedTrack }) {
  const drivers = useDrivers();
  const save = (extension: 'gpx' | 'csv') => {
    const { request, name } = replay;
    const fallback = request.kind === 'ticket' ? `ticket-${request.ticketId}` : `driver-${request.driverId}`;
    const title = {
      name: name === '' ? fallback : name,
      driverNames: new Map(Array.from(new Set(track.driverId), (id) => [id, drivers.get(id)?.name ?? ''])),
      ticketReference: request.kind === 'ticket' ? name : '',
    };
    const file = trackFileName(name, fallback, firstMs(track), extension);
    if (extension === 'gpx') saveFile(file, 'application/gpx+xml', trackGpx(track, title));
    else saveFile(file, 'text/csv', trackCsv(track, title));
  };
  return (
    <>
      <Button
        size="sm"
        className="px-2"
        aria-label={words.exportGpx}
        title={words.exportGpx}
        onClick={() => save('gpx')}
      >
        <Download aria-hidden="true" className="size-4" />
        {words.gpx}
      </Button>
      <Button
        size="sm"
        className="px-2"
        aria-label={words.exportCsv}
        title={words.exportCsv}
        onClick={() => save('csv')}
      >
        <Download aria-hidden="true" className="size-4" />
        {words.csv}
      </Button>
    </>
  );
}
