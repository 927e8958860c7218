'use client';

import L from 'leaflet';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useDriver, useLiveStore, useTickets } from '#components/live/use-live.ts';
import { ReplayMark } from '#components/replay/replay-mark.tsx';
import { isEnded } from '#lib/domain/ticket-status.ts';
import { map as words } from '#lib/messages/en/map.ts';
import { replay as replayWords } from '#lib/messages/en/replay.ts';
import { at, isFiltered } from '#lib/store/fleet-columns.ts';
import { worldX, worldY } from '#lib/store/world.ts';
import type { BaseMapTrouble } from './base-map/base-map.tsx';
import { Clusters, type PointerClaims } from './clusters/clusters.tsx';
import type { LiveMapProps } from './live-map.tsx';
import { GroupRings } from './lasso/group-rings.tsx';
import { Lasso } from './lasso/lasso.tsx';
import { MapControls } from './map-controls.tsx';
import { MapFrame } from './map-frame.tsx';
import { MapNotices } from './map-notices.tsx';
import { PickLocation } from './pick-location.tsx';
import type { WorldPlace } from './selection/moving-parts.ts';
import { boundsOf, ReplayLayers } from './replay/replay-layers.tsx';
import { Selection } from './selection/selection.tsx';
import { FOLD_BELOW_ZOOM } from './tickets/fold-pins.ts';
import { MapPin } from './tickets/map-pin.tsx';
import { PinFace } from './tickets/pin-face.tsx';
import { TicketPins } from './tickets/ticket-pins.tsx';
import { useCamera } from './use-camera.ts';
import { useFitSelection } from './use-fit-selection.ts';
import { HoverCard } from './vehicles/hover-card.tsx';
import type { VehicleLayer, VehicleScene } from './vehicles/vehicle-layer.ts';
import { Vehicles } from './vehicles/vehicles.tsx';
import { fitInView, NO_PADDING } from './visible-box.ts';

const NOBODY: ReadonlySet<number> = new Set();

/** The dispatcher's map; see live-map.tsx for its properties. */
export function LiveMapView(props: LiveMapProps) {
  const { settings, selection, onSelectTicket, onSelectDriver, onPickLocation, onFollowEnd } = props;
  const { pickedLocation = null, paddingInline = NO_PADDING, replay = null } = props;
  const { pinnedTicketIds = null, group = NOBODY, onGroup } = props;
  // Nobody can follow what a replay hides.
  const followDriverId = replay === null ? (props.followDriverId ?? null) : null;
  const store = useLiveStore();
  const tickets = useTickets();
  const [map, setMap] = useState<L.Map | null>(null);
  const layerRef = useRef<VehicleLayer | null>(null);
  const claimsRef = useRef<PointerClaims | null>(null);
  const [trouble, setTrouble] = useState<BaseMapTrouble | null>(null);
  const [locateFailed, setLocateFailed] = useState(false);
  const [hidden, setHidden] = useState(0);
  const [hovered, setHovered] = useState<number | null>(null);
  const picking = onPickLocation !== undefined;

  useCamera(map, layerRef, {
    selection,
    followDriverId,
    onFollowEnd,
    paddingInline,
  });

  const { selectedDriverId, ticketPlace } = useSelected(selection.ticketId, selection.driverId);
  const scene = useMemo<VehicleScene>(() => ({ selectedDriverId }), [selectedDriverId]);
  const fitSelection = useFitSelection(map, layerRef, {
    selection,
    group,
    paddingInline,
    handleRef: props.handleRef,
    onFollowEnd,
  });
  const followed = useDriver(followDriverId);
  const keptIds = useMemo(
    () => new Set([...group, ...[selectedDriverId, followDriverId].filter((id) => id !== null)]),
    [group, selectedDriverId, followDriverId],
  );

  const fitAll = useCallback(() => {
    if (map === null) return;
    if (replay !== null) {
      if (replay.phase.kind === 'ready') fitInView(map, boundsOf(replay.phase.playback.track), paddingInline);
      return;
    }
    onFollowEnd?.();
    const bounds = L.latLngBounds([]);
    const nowMs = store.clock.nowMs();
    for (const driver of store.getState().drivers.values()) {
      const row = store.fleet.rowOf(driver.id);
      const position = row === undefined ? null : store.fleet.position(driver.id);
      if (row === undefined || position === null) continue;
      if (isFiltered(at(store.fleet.columns.meta, row))) continue;
      if (store.fleet.connectivityOf(row, nowMs) !== 'lost')
        bounds.extend([position.latitude, position.longitude]);
    }
    for (const { id, status, location } of store.getState().tickets.values())
      if (pinnedTicketIds === null ? !isEnded(status) : pinnedTicketIds.has(id))
        bounds.extend([location.latitude, location.longitude]);
    if (bounds.isValid()) fitInView(map, bounds, paddingInline);
  }, [map, store, paddingInline, onFollowEnd, pinnedTicketIds, replay]);

  const openFold = useCallback(
    (bounds: L.LatLngBounds) => {
      if (map === null) return;
      onFollowEnd?.();
      fitInView(map, bounds, paddingInline, Math.max(map.getZoom() + 2, FOLD_BELOW_ZOOM));
    },
    [map, paddingInline, onFollowEnd],
  );

  return (
    <section
      aria-label={replay === null ? words.liveMap : replayWords.mapName}
      className="relative isolate h-full w-full overflow-hidden bg-sunken"
    >
      <MapFrame
        ref={setMap}
        settings={settings}
        center={settings.mapCenter}
        zoom={settings.mapCenter.zoom}
        onTrouble={setTrouble}
      >
        {replay === null ? (
          <>
            <Clusters
              vehiclesRef={layerRef}
              claimsRef={claimsRef}
              keptIds={keptIds}
              paddingInline={paddingInline}
              onSelect={onSelectDriver}
              onMoveMap={onFollowEnd}
            />
            <Vehicles
              layerRef={layerRef}
              claimsRef={claimsRef}
              scene={scene}
              interactive={!picking}
              onSelect={onSelectDriver}
              onHover={setHovered}
              onHidden={setHidden}
            />
            {selectedDriverId !== null && (
              <Selection
                key={selectedDriverId}
                driverId={selectedDriverId}
                ticketPlace={ticketPlace}
                layerRef={layerRef}
              />
            )}
            <TicketPins
              tickets={tickets}
              pinnedIds={pinnedTicketIds}
              selectedId={selection.ticketId}
              onSelect={onSelectTicket}
              onOpenFold={openFold}
            />
            {onGroup !== undefined && !picking && <Lasso layerRef={layerRef} onChoose={onGroup} />}
            <GroupRings group={group} layerRef={layerRef} />
          </>
        ) : (
          <ReplayLayers replay={replay} padding={paddingInline} />
        )}
        {pickedLocation !== null && (
          <MapPin {...pickedLocation} label={words.pickedPlace} raised>
            <PinFace service="other" colour="bg-accent" selected />
          </MapPin>
        )}
        {hovered !== null && <HoverCard driverId={hovered} layerRef={layerRef} />}
      </MapFrame>
      {map !== null && (
        <MapControls
          map={map}
          insetEndPx={paddingInline.end}
          onFitAll={fitAll}
          onFitSelection={
            replay !== null ||
            (selection.ticketId === null && selection.driverId === null && group.size === 0)
              ? null
              : fitSelection
          }
          onLocated={onFollowEnd}
          onLocateFailed={() => setLocateFailed(true)}
        />
      )}
      {map !== null && onPickLocation !== undefined && (
        <PickLocation map={map} paddingInline={paddingInline} onPick={onPickLocation} />
      )}
      {replay !== null && <ReplayMark replay={replay} insetStartPx={paddingInline.start} />}
      <MapNotices
        trouble={trouble}
        locateFailed={locateFailed}
        onDismissLocate={() => setLocateFailed(false)}
        hiddenVehicles={replay === null ? hidden : 0}
        insetStartPx={paddingInline.start}
        following={followed?.name ?? null}
        onStopFollowing={onFollowEnd}
      />
    </section>
  );
}

/** Whose vehicle is selected, and where its ticket is when either of the two is. */
function useSelected(
  ticketId: number | null,
  driverId: number | null,
): { readonly selectedDriverId: number | null; readonly ticketPlace: WorldPlace | null } {
  const tickets = useTickets();
  const driver = useDriver(driverId);
  const shownTicketId = ticketId ?? driver?.current_ticket_id ?? null;
  const ticket = shownTicketId === null ? undefined : tickets.get(shownTicketId);
  const holderId = ticket !== undefined && !isEnded(ticket.status) ? (ticket.driver?.id ?? null) : null;
  const selectedDriverId = driverId ?? holderId;
  const place = holderId !== null && holderId === selectedDriverId ? ticket?.location : undefined;
  const latitude = place?.latitude;
  const longitude = place?.longitude;
  const ticketPlace = useMemo(
    () =>
      latitude === undefined || longitude === undefined
        ? null
        : { x: worldX(longitude), y: worldY(latitude) },
    [latitude, longitude],
  );
  return { selectedDriverId, ticketPlace };
}
