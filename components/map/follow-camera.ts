import type L from 'leaflet';
import {
  endsFollowing,
  firstMove,
  followZoom,
  gestureOfKey,
  nextStep,
  type MapGesture,
} from './follow-rules.ts';
import { isAnimatingZoom } from './leaflet-internals.ts';
import { prefersReducedMotion } from './map-theme.ts';
import { centerFor, type InlinePadding } from './visible-box.ts';

/** A step takes as long as the time to the next one, at an even pace: the map flows instead of hopping. */
const STEP_S = 1;
const EASE_IN_S = 0.6;
const FLIGHT_S = 1.2;

/**
 * Keeps a vehicle in the middle of what is visible until a gesture ends it. Leaflet's own pan animation is
 * used for each step, so that layers that draw when the map rests are asked once a second, not each frame.
 * @param shownAt where the vehicle is shown now; undefined while it is not
 * @returns ends it, without a call of `onEnd`
 */
export function followVehicle(
  map: L.Map,
  shownAt: () => L.LatLng | undefined,
  padding: () => InlinePadding,
  onEnd: () => void,
): () => void {
  let began = false;
  /** A press may cut a flight short without a word, so its end is counted, not waited for. */
  let flightEndsAtMs = 0;
  /** Our own moves are silent, but for the flight's start. */
  let starting = false;
  let movedByOthers = false;
  const onMoveStart = () => {
    if (!starting) movedByOthers = true;
  };

  const wayTo = (place: L.LatLng, zoom: number) => {
    const center = centerFor(map, place, padding(), zoom);
    const distancePx = map.project(center, zoom).distanceTo(map.project(map.getCenter(), zoom));
    return { center, distancePx };
  };
  const viewPx = () => Math.max(map.getSize().x, map.getSize().y);

  const begin = (place: L.LatLng) => {
    began = true;
    const zoom = followZoom(map.getZoom());
    const { center, distancePx } = wayTo(place, zoom);
    const zoomChanges = zoom !== map.getZoom();
    switch (firstMove({ distancePx, zoomChanges }, viewPx(), prefersReducedMotion())) {
      case 'jump':
        map.setView(center, zoom, { animate: false });
        break;
      case 'ease':
        map.panTo(center, { animate: true, duration: EASE_IN_S, easeLinearity: 0.25, noMoveStart: true });
        break;
      case 'fly':
        flightEndsAtMs = performance.now() + FLIGHT_S * 1_000;
        map.flyTo(center, zoom, { duration: FLIGHT_S });
        break;
    }
  };
  const step = () => {
    const place = shownAt();
    if (place === undefined || performance.now() < flightEndsAtMs || isAnimatingZoom(map)) return;
    starting = true;
    movedByOthers = false;
    if (began) goOn(place);
    else begin(place);
    starting = false;
  };
  const goOn = (place: L.LatLng) => {
    const { center, distancePx } = wayTo(place, map.getZoom());
    switch (nextStep(distancePx, viewPx(), prefersReducedMotion())) {
      case 'stay':
        break;
      case 'jump':
        map.setView(center, map.getZoom(), { animate: false });
        break;
      case 'flow':
        map.panTo(center, { animate: true, duration: STEP_S, easeLinearity: 1, noMoveStart: true });
        break;
    }
  };
  map.on('movestart', onMoveStart);
  const timer = setInterval(step, STEP_S * 1_000);
  step();

  const stopListening = listenToGestures(map, (gesture) => {
    if (!endsFollowing(gesture)) return;
    stop();
    onEnd();
  });
  let stopped = false;
  const stop = () => {
    if (stopped) return;
    stopped = true;
    clearInterval(timer);
    stopListening();
    map.off('movestart', onMoveStart);
    // The rest of a step or flight would pull against the hand; another's move goes on.
    if (!movedByOthers) map.stop();
  };
  return stop;
}

/** Tells what a person does to the map. Returns the unsubscriber. */
function listenToGestures(map: L.Map, tell: (gesture: MapGesture) => void): () => void {
  const container = map.getContainer();
  const signals = new AbortController();
  const options = { signal: signals.signal, passive: true, capture: true } as const;
  container.addEventListener('wheel', () => tell('wheel'), options);
  container.addEventListener(
    'touchstart',
    ({ touches }) => tell(touches.length > 1 ? 'pinch' : 'press'),
    options,
  );
  container.addEventListener('pointerdown', ({ shiftKey }) => tell(shiftKey ? 'lasso' : 'press'), options);
  container.addEventListener(
    'keydown',
    ({ key }) => {
      const gesture = gestureOfKey(key);
      if (gesture !== undefined) tell(gesture);
    },
    options,
  );
  const drag = () => tell('drag');
  const doubleClick = () => tell('double_click');
  map.on('dragstart', drag);
  map.on('dblclick', doubleClick);
  return () => {
    signals.abort();
    map.off('dragstart', drag);
    map.off('dblclick', doubleClick);
  };
}
