'use client';

import useSWR from 'swr';
import { useDriverPosition } from '#components/live/use-live.ts';
import type { PlaceMapPosition } from '#components/map/place-map.tsx';
import { bffGet } from '#lib/api/bff.ts';
import { sharesPosition } from '#lib/domain/ticket-status.ts';
import { one } from '#lib/protocol/paging.ts';
import { TicketDriver } from '#lib/protocol/ticket-driver.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';

const DriverLocation = one(TicketDriver.nullable());
/** The socket tells each fix; this is for the first one, and for when there is no socket. */
const REFRESH_MS = 15_000;

/** Where the driver of a customer's ticket is, while the customer may see it. */
export function useDriverOfTicket(ticket: Ticket): PlaceMapPosition | null {
  const shared = sharesPosition(ticket.status) && ticket.driver !== null;
  const asked = useSWR(
    shared ? `/tickets/${ticket.id}/driver-location` : null,
    (path: string) => bffGet(path, DriverLocation),
    { refreshInterval: REFRESH_MS },
  );
  const live = useDriverPosition(shared ? (ticket.driver?.id ?? null) : null);
  if (!shared) return null;
  const stored = asked.data?.data?.position ?? null;
  if (live !== null && (stored === null || live.recordedAtMs >= Date.parse(stored.recorded_at))) {
    return {
      latitude: live.latitude,
      longitude: live.longitude,
      heading: live.headingDegrees,
      accuracy: live.accuracyM,
      recorded_at: new Date(live.recordedAtMs).toISOString(),
    };
  }
  return stored;
}
