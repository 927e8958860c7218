import type L from 'leaflet';
import {
  createVehicleLayer,
  type VehicleLayer,
  type VehicleLayerOptions,
} from '#components/map/vehicles/vehicle-layer.ts';
import { benchMap } from './bench-map.ts';
import { isFleetReport } from '#components/map/vehicles/blit/worker-messages.ts';
import type { FrameCounter } from './frame-count.ts';
import type { FedStore } from './local-feed.ts';

const HOVER_RADIUS_PX = 15;

export interface FleetOnMap {
  readonly map: L.Map;
  readonly layer: VehicleLayer;
}

/** `?renderer=…` is asked for by name: without a GPU the product itself would never choose WebGL. */
function rendererOptions(
  frames: FrameCounter,
): Pick<VehicleLayerOptions, 'renderer' | 'allowSoftware' | 'createWorker'> {
  const renderer = new URLSearchParams(location.search).get('renderer');
  return {
    ...(renderer === 'webgl' || renderer === 'worker' ? { renderer, allowSoftware: true } : {}),
    createWorker() {
      const worker = new Worker('/fleet-worker.js', { type: 'module' });
      // What it draws for the page is told by the store; what it animates alone is in its own reports.
      worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (isFleetReport(data) && data.kind === 'taken') frames.drewAlone(data.pictures);
      });
      return worker;
    },
  };
}

/**
 * The product's layer as the dispatcher's map uses it: hover with its card, labels, one vehicle selected.
 * @param frames is told of new content on the canvas
 */
export function putFleetOnMap({ store, fleet }: FedStore, frames: FrameCounter): FleetOnMap {
  const map = benchMap();
  const pane = map.createPane('vehicles');
  Object.assign(pane.style, { zIndex: '590', pointerEvents: 'none' });
  /** The worker's own canvas is the second one. */
  const isAnimatedAlone = () => pane.querySelectorAll('canvas')[1]?.style.visibility === '';
  const layer = createVehicleLayer({
    pane: 'vehicles',
    // Each renderer tells the store when the canvas shows what it holds.
    fleet: {
      ...store.fleet,
      drawn(...told) {
        if (!isAnimatedAlone()) frames.draw();
        store.fleet.drawn(...told);
      },
    },
    nowMs: store.clock.nowMs,
    nameOf: fleet.nameOf,
    fontFamily: 'sans-serif',
    ...rendererOptions(frames),
  });
  layer.onFrame(frames.tick);
  layer.layer.addTo(map);
  layer.setScene({ selectedDriverId: 1 });

  const card = document.createElement('div');
  Object.assign(card.style, { position: 'absolute', insetInlineStart: '0', top: '0', zIndex: '800' });
  card.hidden = true;
  map.getContainer().append(card);
  let over: number | undefined;
  let placed = '';
  const placeCard = () => {
    const shown = over === undefined ? undefined : layer.shownIn(over);
    if (shown === undefined) return;
    const { x, y } = shown;
    const transform = `translate(${Math.round(x)}px, ${Math.round(y - 20)}px) translate(-50%, -100%)`;
    // As the product's card does it: a vehicle needs many frames for a pixel.
    if (transform !== placed) card.style.transform = transform;
    placed = transform;
  };
  layer.onFrame(placeCard);
  map.on('mousemove', ({ containerPoint }: L.LeafletMouseEvent) => {
    const found = layer.hit(containerPoint, HOVER_RADIUS_PX);
    if (found === over) return;
    over = found;
    card.hidden = found === undefined;
    card.textContent = found === undefined ? '' : (fleet.nameOf(found) ?? '');
    placeCard();
  });
  return { map, layer };
}
