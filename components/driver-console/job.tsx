'use client';

import type { ReactNode } from 'react';
import { PlaceMap } from '#components/map/place-map.tsx';
import { useServerNowMs } from '#components/live/use-live.ts';
import type { PublicSettings } from '#lib/config/public-settings.ts';
import { driverConsole } from '#lib/messages/en/driver-console.ts';
import { tickets as ticketWords } from '#lib/messages/en/tickets.ts';
import type { Fix } from '#lib/protocol/fix.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { JobCard } from './job-card.tsx';
import { NextStep } from './next-step.tsx';

/** The job in hand: on a phone the map above, the thumb's button below; side by side on a desk. */
export function Job({
  settings,
  ticket,
  more,
  own,
  children,
}: {
  readonly settings: PublicSettings;
  readonly ticket: Ticket;
  /** Jobs that wait behind this one. */
  readonly more: number;
  /** The device's newest reading. */
  readonly own: Fix | null;
  /** The position's state. */
  readonly children: ReactNode;
}) {
  const nowMs = useServerNowMs(5_000);
  return (
    <section
      aria-label={driverConsole.job.region}
      className="flex min-h-0 flex-1 flex-col desk:flex-row-reverse"
    >
      <div className="relative h-[26dvh] min-h-40 shrink-0 desk:h-auto desk:flex-1">
        <PlaceMap
          settings={settings}
          label={driverConsole.job.mapLabel}
          destination={{
            latitude: ticket.location.latitude,
            longitude: ticket.location.longitude,
            serviceType: ticket.service_type,
            label: ticket.location.address ?? ticketWords.service[ticket.service_type],
          }}
          position={
            own && {
              latitude: own.latitude,
              longitude: own.longitude,
              heading: own.heading ?? null,
              accuracy: own.accuracy ?? null,
              recorded_at: own.recorded_at,
            }
          }
          nowMs={nowMs}
        />
      </div>
      <div className="flex min-h-0 flex-1 flex-col desk:w-[26rem] desk:flex-none desk:border-e desk:border-line">
        <div className="min-h-0 flex-1 overflow-y-auto">
          <JobCard ticket={ticket} more={more} />
          {children}
        </div>
        <NextStep ticket={ticket} />
      </div>
    </section>
  );
}
