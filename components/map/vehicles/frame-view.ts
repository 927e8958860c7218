import L from 'leaflet';
import type { WorldTransform } from '../map-view-transform.ts';
import type { FleetView } from './fleet-renderer.ts';
import type { MutableFrame } from './mutable-frame.ts';

const MAX_RATIO = 3;

/** Sets a frame on the map's viewport and a margin around it, as the map stands now. */
export function setView(
  frame: MutableFrame,
  map: L.Map,
  { scale, originX, originY }: Readonly<WorldTransform>,
  marginPx: number,
): void {
  const size = map.getSize();
  // Leaflet keeps the map pane on whole pixels, so the canvas' corner is on one too and text stays sharp.
  const corner = map.containerPointToLayerPoint([-marginPx, -marginPx]);
  frame.worldLeft = (corner.x + originX) / scale;
  frame.worldTop = (corner.y + originY) / scale;
  frame.scale = scale;
  frame.widthPx = size.x + 2 * marginPx;
  frame.heightPx = size.y + 2 * marginPx;
  frame.ratio = Math.min(MAX_RATIO, Math.max(1, window.devicePixelRatio || 1));
}

/** A difference this small is rounding, and a canvas off the pixel grid would be blurred. */
const SAME_PX = 0.01;

/**
 * Puts a canvas where its content belongs on the map in this frame: moved when the map was panned since it
 * was drawn, scaled when it was zoomed.
 */
export function holdOnMap(
  canvas: HTMLCanvasElement,
  shown: FleetView,
  { scale, originX, originY }: Readonly<WorldTransform>,
): void {
  sizeOf(canvas, shown);
  const x = shown.worldLeft * scale - originX;
  const y = shown.worldTop * scale - originY;
  const zoomed = scale / shown.scale;
  const same = Math.abs(zoomed - 1) * shown.widthPx < SAME_PX;
  const corner = L.point(snapped(x), snapped(y));
  if (same) L.DomUtil.setTransform(canvas, corner);
  else L.DomUtil.setTransform(canvas, corner, zoomed);
}

const snapped = (px: number): number => (Math.abs(px - Math.round(px)) < SAME_PX ? Math.round(px) : px);

function sizeOf(canvas: HTMLCanvasElement, { widthPx, heightPx }: FleetView): void {
  const width = `${widthPx}px`;
  const height = `${heightPx}px`;
  if (canvas.style.width !== width) canvas.style.width = width;
  if (canvas.style.height !== height) canvas.style.height = height;
}
