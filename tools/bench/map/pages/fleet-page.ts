import L from 'leaflet';
import { BYTES_PER_VEHICLE } from '#lib/store/fleet-columns.ts';
import { putFleetOnMap } from './fleet-on-map.ts';
import { createFrameCounter } from './frame-count.ts';
import { feedLocally, numberOf, storeOf } from './local-feed.ts';
import { answer } from './page-answers.ts';
import { VIEW } from './seeded-fleet.ts';
import { skipRasterIfAsked } from './skip-raster.ts';

/** The product's map with `?vehicles=N`, fed in the page: no socket is part of what is measured. */
skipRasterIfAsked();
const fed = storeOf(numberOf('vehicles', 1_000));
const frames = createFrameCounter();
const { layer } = putFleetOnMap(fed, frames);
feedLocally(fed);

const HITS = 500;

answer({
  frames: frames.read,
  stored: () => fed.store.fleet.counters.stored,
  nodes: () => document.querySelectorAll('*').length,
  /** Bytes of the arrays a row, and what is held for the fleet with the room to grow. */
  bytes() {
    const { columns } = fed.store.fleet;
    const arrays = Object.values(columns).filter((value) => ArrayBuffer.isView(value));
    const held = arrays.reduce((sum, array) => sum + array.byteLength, 0);
    return { perRow: held / columns.capacity, held, rows: columns.size, stated: BYTES_PER_VEHICLE };
  },
  /** Mean ms of finding what is under the pointer. */
  hitMs() {
    const beganMs = performance.now();
    for (let i = 0; i < HITS; i += 1)
      layer.hit(L.point((i * 37) % VIEW.widthPx, (i * 61) % VIEW.heightPx), 15);
    return (performance.now() - beganMs) / HITS;
  },
});
