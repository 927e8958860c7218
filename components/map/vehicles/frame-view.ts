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
 * Puts canvases where their content belongs on the map in this frame: moved when the map was panned since it
 * was drawn, scaled when it was zoomed. While nothing has moved nothing is touched.
 */
export function createMapHolder(): (
  canvas: HTMLCanvasElement,
  shown: FleetView,
  transform: Readonly<WorldTransform>,
) => void {
  let held: HTMLCanvasElement | undefined;
  const last = new Float64Array(8);
  return (canvas, shown, { scale, originX, originY }) => {
    const { worldLeft, worldTop, widthPx, heightPx } = shown;
    const isSame =
      held === canvas &&
      last[0] === worldLeft &&
      last[1] === worldTop &&
      last[2] === shown.scale &&
      last[3] === widthPx &&
      last[4] === heightPx &&
      last[5] === scale &&
      last[6] === originX &&
      last[7] === originY;
    if (isSame) return;
    held = canvas;
    last.set([worldLeft, worldTop, shown.scale, widthPx, heightPx, scale, originX, originY]);
    sizeOf(canvas, shown);
    const zoomed = scale / shown.scale;
    const isUnscaled = Math.abs(zoomed - 1) * widthPx < SAME_PX;
    const corner = L.point(snapped(worldLeft * scale - originX), snapped(worldTop * scale - originY));
    if (isUnscaled) L.DomUtil.setTransform(canvas, corner);
    else L.DomUtil.setTransform(canvas, corner, zoomed);
  };
}

const snapped = (px: number): number => (Math.abs(px - Math.round(px)) < SAME_PX ? Math.round(px) : px);

function sizeOf(canvas: HTMLCanvasElement, { widthPx, heightPx }: FleetView): void {
  const width = `${widthPx}px`;
  const height = `${heightPx}px`;
  if (canvas.style.width !== width) canvas.style.width = width;
  if (canvas.style.height !== height) canvas.style.height = height;
}
