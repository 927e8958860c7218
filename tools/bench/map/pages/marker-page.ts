import L from 'leaflet';
import { sampleVehicle, type VehicleSample } from '#lib/store/sample-vehicle.ts';
import { latitudeOf, longitudeOf } from '#lib/store/world.ts';
import { benchMap } from './bench-map.ts';
import { countEveryFrame } from './frame-count.ts';
import { feedLocally, numberOf, storeOf } from './local-feed.ts';
import { answer } from './page-answers.ts';
import { markerIcon } from './marker-icon.ts';

/** What one writes first without React: one `L.marker` per vehicle, `setLatLng` for each on each frame. */
const map = benchMap();
const fed = storeOf(numberOf('vehicles', 1_000));
const frames = countEveryFrame();
const { columns } = fed.store.fleet;
const icon = markerIcon();
const sample: VehicleSample = { x: 0, y: 0, headingDegrees: -1, moving: false };
const markers = Array.from({ length: columns.size }, () =>
  L.marker(map.getCenter(), { icon, interactive: false, keyboard: false }).addTo(map),
);
feedLocally(fed);

const draw = (): void => {
  const nowMs = fed.store.clock.nowMs();
  markers.forEach((marker, row) => {
    if (sampleVehicle(columns, row, nowMs, sample))
      marker.setLatLng([latitudeOf(sample.y), longitudeOf(sample.x)]);
  });
  frames.draw();
  requestAnimationFrame(draw);
};
requestAnimationFrame(draw);
answer({ frames: frames.read, stored: () => fed.store.fleet.counters.stored });
