'use client';

import { useEffect, useRef, type RefObject } from 'react';
import { useMap } from 'react-leaflet';
import useSWR from 'swr';
import { TrackAnswer } from '#components/drivers/driver-answers.ts';
import { useConnection, useLiveStore } from '#components/live/use-live.ts';
import { bffGet } from '#lib/api/bff.ts';
import { TRAIL_SPAN_MS } from '#lib/store/trail.ts';
import type { VehicleLayer } from '../vehicles/vehicle-layer.ts';
import type { WorldPlace } from './moving-parts.ts';
import { createSelectionLayer, type SelectionLayer } from './selection-layer.ts';

const PANE = 'selection';
/** Holes are filled at most this often. */
const ASK_AGAIN_MS = 10_000;

/** The selected vehicle's trail, accuracy and line to its ticket. One per driver: give it a `key`. */
export function Selection({
  driverId,
  ticketPlace,
  layerRef,
}: {
  readonly driverId: number;
  readonly ticketPlace: WorldPlace | null;
  /** Filled by the vehicles, which come before this in the tree. */
  readonly layerRef: RefObject<VehicleLayer | null>;
}) {
  const map = useMap();
  const { fleet, clock } = useLiveStore();
  const own = useRef<SelectionLayer | null>(null);
  const { data, mutate } = useSWR(
    ['trail', driverId] as const,
    ([, id]) => {
      const from = new Date(clock.nowMs() - TRAIL_SPAN_MS).toISOString();
      return bffGet(`/drivers/${id}/positions?from=${encodeURIComponent(from)}`, TrackAnswer);
    },
    { revalidateOnFocus: false, dedupingInterval: ASK_AGAIN_MS },
  );
  const isLive = useConnection().kind === 'live';
  const wasLive = useRef(isLive);
  useEffect(() => {
    if (isLive && !wasLive.current) void mutate();
    wasLive.current = isLive;
  }, [isLive, mutate]);

  useEffect(() => {
    const vehicles = layerRef.current;
    if (vehicles === null) return;
    const pane = map.getPane(PANE) ?? map.createPane(PANE);
    // Below the vehicles.
    pane.style.zIndex = '580';
    pane.style.pointerEvents = 'none';
    let askedAtMs = clock.nowMs();
    const created = createSelectionLayer({
      pane: PANE,
      driverId,
      fleet,
      vehicles,
      nowMs: clock.nowMs,
      onHole() {
        if (clock.nowMs() - askedAtMs < ASK_AGAIN_MS) return;
        askedAtMs = clock.nowMs();
        void mutate();
      },
    });
    own.current = created;
    created.layer.addTo(map);
    return () => {
      own.current = null;
      created.layer.remove();
    };
  }, [map, layerRef, driverId, fleet, clock, mutate]);

  useEffect(() => own.current?.setTicket(ticketPlace), [ticketPlace]);

  useEffect(() => {
    if (data === undefined) return;
    own.current?.addRecorded(
      data.data.map((fix) => ({
        latitude: fix.latitude,
        longitude: fix.longitude,
        recordedAtMs: Date.parse(fix.recorded_at),
      })),
    );
  }, [data]);
  return null;
}
