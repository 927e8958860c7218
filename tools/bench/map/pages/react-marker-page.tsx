import type L from 'leaflet';
import { memo, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { MapContainer, Marker } from 'react-leaflet';
import { sampleVehicle, type VehicleSample } from '#lib/store/sample-vehicle.ts';
import { latitudeOf, longitudeOf } from '#lib/store/world.ts';
import { MAP_OPTIONS, mapBox } from './bench-map.ts';
import { countEveryFrame } from './frame-count.ts';
import { feedLocally, numberOf, storeOf } from './local-feed.ts';
import { markerIcon } from './marker-icon.ts';
import { answer } from './page-answers.ts';

/** What one writes first with React: one memoised `<Marker>` per vehicle, its position a prop. */
const fed = storeOf(numberOf('vehicles', 1_000));
const { columns } = fed.store.fleet;
const frames = countEveryFrame();
const icon = markerIcon();
const sample: VehicleSample = { x: 0, y: 0, headingDegrees: -1, moving: false };

type Place = [number, number];

function placesNow(): Place[] {
  const nowMs = fed.store.clock.nowMs();
  return Array.from({ length: columns.size }, (_, row): Place => {
    sampleVehicle(columns, row, nowMs, sample);
    return [latitudeOf(sample.y), longitudeOf(sample.x)];
  });
}

const VehicleMarker = memo(function VehicleMarker({
  position,
  icon: shape,
}: {
  readonly position: Place;
  readonly icon: L.DivIcon;
}) {
  return <Marker position={position} icon={shape} interactive={false} keyboard={false} />;
});

function Fleet() {
  const [places, setPlaces] = useState(placesNow);
  useEffect(() => {
    let frame = requestAnimationFrame(function next() {
      setPlaces(placesNow());
      frames.draw();
      frame = requestAnimationFrame(next);
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  // A row keeps its vehicle on this page: nobody leaves.
  return places.map((place, row) => <VehicleMarker key={columns.id[row]} position={place} icon={icon} />);
}

feedLocally(fed);
createRoot(mapBox()).render(
  <MapContainer {...MAP_OPTIONS} style={{ height: '100%' }}>
    <Fleet />
  </MapContainer>,
);
answer({ frames: frames.read, stored: () => fed.store.fleet.counters.stored });
