'use client';

import L from 'leaflet';
import { useEffect } from 'react';
import { useMap } from 'react-leaflet';
import { useTicket } from '#components/live/use-live.ts';
import type { Replay, ReplayReady } from '#components/replay/replay-state.ts';
import { map as words } from '#lib/messages/en/map.ts';
import { placeOf, type RecordedTrack } from '#lib/domain/recorded-track.ts';
import { REPLAYED_VEHICLE } from '#lib/store/track-playback.ts';
import { MapPin } from '../tickets/map-pin.tsx';
import { PinFace } from '../tickets/pin-face.tsx';
import { shortName } from '../vehicles/short-name.ts';
import { createVehicleLayer } from '../vehicles/vehicle-layer.ts';
import { fitInView, type InlinePadding } from '../visible-box.ts';
import { StopPins } from './stop-pins.tsx';
import { showTrackLine } from './track-line.ts';

const VEHICLE_PANE = 'replayed-vehicle';
const LINE_PANE = 'replayed-track';

/** What a replay draws in the place of the live fleet: the track, its stops, and the vehicle on it. */
export function ReplayLayers({
  replay,
  padding,
}: {
  readonly replay: Replay;
  readonly padding: InlinePadding;
}) {
  const { request, phase, name } = replay;
  const ticket = useTicket(request.kind === 'ticket' ? request.ticketId : null);
  return (
    <>
      {ticket !== undefined && (
        <MapPin {...ticket.location} label={words.destination}>
          <PinFace service={ticket.service_type} colour="bg-accent" />
        </MapPin>
      )}
      {phase.kind === 'ready' && (
        <ReplayedTrack ready={phase} name={request.kind === 'driver' ? name : ''} padding={padding} />
      )}
    </>
  );
}

function ReplayedTrack({
  ready: { playback, stops },
  name,
  padding,
}: {
  readonly ready: ReplayReady;
  readonly name: string;
  readonly padding: InlinePadding;
}) {
  const map = useMap();
  useEffect(() => {
    const pane = map.getPane(LINE_PANE) ?? map.createPane(LINE_PANE);
    pane.style.zIndex = '450';
    pane.style.pointerEvents = 'none';
    return showTrackLine(map, playback.track, LINE_PANE);
  }, [map, playback]);
  useEffect(() => {
    const pane = map.getPane(VEHICLE_PANE) ?? map.createPane(VEHICLE_PANE);
    pane.style.zIndex = '650';
    pane.style.pointerEvents = 'none';
    const { layer, setScene } = createVehicleLayer({
      pane: VEHICLE_PANE,
      fleet: playback.fleet,
      nowMs: playback.layerNowMs,
      nameOf: () => (name === '' ? undefined : shortName(name)),
      fontFamily: getComputedStyle(map.getContainer()).fontFamily,
      look: 'busy',
    });
    layer.addTo(map);
    // The selected vehicle is shown however old its position is.
    setScene({ selectedDriverId: REPLAYED_VEHICLE });
    return () => void layer.remove();
  }, [map, playback, name]);
  // Once for each track: the person asked to see it. Afterwards only the person moves the map.
  useEffect(() => {
    fitInView(map, boundsOf(playback.track), padding);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a panel that opens later moves nothing
  }, [map, playback]);
  return <StopPins stops={stops} onSelect={playback.seek} />;
}

export function boundsOf(track: RecordedTrack): L.LatLngBounds {
  const bounds = L.latLngBounds([]);
  for (let index = 0; index < track.size; index += 1) {
    const { latitude, longitude } = placeOf(track, index);
    bounds.extend([latitude, longitude]);
  }
  return bounds;
}
