import type L from 'leaflet';
import { isBridged, TRAIL_SPAN_MS, type TrailPoint } from '#lib/store/trail.ts';
import { WORLD_SIZE } from '#lib/store/world.ts';
import { tokenColour } from '../map-theme.ts';
import type { CanvasView } from '../viewport-canvas.ts';

/** Shades from now to a quarter of an hour ago. */
const SHADES = 16;
export const TRAIL_WIDTH_PX = 4;
const OLDEST_WIDTH_PX = 2;
const OLDEST_OPACITY = 0.22;

/** Draws the first `count` points as a line that thins and fades with age; broken where there was a silence. */
export function paintTrail(
  { context, origin, zoom }: CanvasView,
  map: L.Map,
  points: readonly TrailPoint[],
  count: number,
  nowMs: number,
): void {
  if (count < 2) return;
  const pixelOrigin = map.getPixelOrigin();
  const scale = (256 * 2 ** zoom) / WORLD_SIZE;
  const offsetX = -pixelOrigin.x - origin.x;
  const offsetY = -pixelOrigin.y - origin.y;
  const ground = new Path2D();
  const shades: Path2D[] = Array.from({ length: SHADES }, () => new Path2D());
  let shade = -1;
  for (let i = 1; i < count; i += 1) {
    const from = points[i - 1];
    const to = points[i];
    if (from === undefined || to === undefined) continue;
    const joined = isBridged(from, to);
    const x = to.x * scale + offsetX;
    const y = to.y * scale + offsetY;
    if (joined) {
      const age = Math.min(0.999, Math.max(0, (nowMs - to.recordedAtMs) / TRAIL_SPAN_MS));
      const next = Math.floor(age * SHADES);
      const path = shades[next];
      if (next !== shade) {
        path?.moveTo(from.x * scale + offsetX, from.y * scale + offsetY);
        if (shade === -1) ground.moveTo(from.x * scale + offsetX, from.y * scale + offsetY);
        shade = next;
      }
      path?.lineTo(x, y);
      ground.lineTo(x, y);
    } else shade = -1;
  }
  context.lineJoin = 'round';
  context.strokeStyle = tokenColour('surface');
  context.globalAlpha = 0.6;
  context.lineWidth = TRAIL_WIDTH_PX + 2.5;
  context.stroke(ground);
  context.strokeStyle = tokenColour('accent');
  for (let i = SHADES - 1; i >= 0; i -= 1) {
    const path = shades[i];
    if (path === undefined) continue;
    const age = i / (SHADES - 1);
    context.globalAlpha = 1 - (1 - OLDEST_OPACITY) * age;
    context.lineWidth = TRAIL_WIDTH_PX - (TRAIL_WIDTH_PX - OLDEST_WIDTH_PX) * age;
    context.stroke(path);
  }
  context.globalAlpha = 1;
}
