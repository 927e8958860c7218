import type L from 'leaflet';
import { BAND_COLOURS, speedBand, type SpeedBand } from '#components/replay/speed-band.ts';
import { beginsAnew, valueAt, type RecordedTrack } from '#lib/domain/recorded-track.ts';
import { speedAt } from '#lib/domain/track-summary.ts';
import { tokenColour, watchTheme } from '../map-theme.ts';
import { ViewportCanvas, type CanvasView } from '../viewport-canvas.ts';

const WIDTH_PX = 4;
const CASING_PX = 7;
/** Closer points make no difference to the eye; the files have them all. */
const LEAST_STEP_PX = 1.5;
const BANDS: readonly SpeedBand[] = ['slow', 'medium', 'fast'];

/** A recorded track as a line coloured by speed, dashed where nobody knows the way. Returns its remover. */
export function showTrackLine(map: L.Map, track: RecordedTrack, pane: string): () => void {
  const layer = new ViewportCanvas((view, on) => paint(view, on, track), pane);
  layer.addTo(map);
  const unwatch = watchTheme(() => layer.redraw());
  return () => {
    unwatch();
    layer.remove();
  };
}

function paint({ context, origin }: CanvasView, map: L.Map, track: RecordedTrack): void {
  const paths = { slow: new Path2D(), medium: new Path2D(), fast: new Path2D() };
  const whole = new Path2D();
  const gaps = new Path2D();
  const pointOf = (index: number): L.Point =>
    map
      .latLngToLayerPoint([valueAt(track.latitude, index), valueAt(track.longitude, index)])
      .subtract(origin);
  let from: L.Point | null = null;
  for (let index = 0; index < track.size; index += 1) {
    const to = pointOf(index);
    const anew = beginsAnew(track, index);
    const lastOfStretch = index + 1 === track.size || beginsAnew(track, index + 1);
    if (from === null) {
      from = to;
      continue;
    }
    if (!anew && !lastOfStretch && from.distanceTo(to) < LEAST_STEP_PX) continue;
    const sameDriver = valueAt(track.driverId, index) === valueAt(track.driverId, index - 1);
    if (!anew) {
      line(paths[speedBand(speedAt(track, index))], from, to);
      line(whole, from, to);
    } else if (sameDriver) {
      line(gaps, from, to);
    }
    from = to;
  }
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.strokeStyle = tokenColour('surface');
  context.lineWidth = CASING_PX;
  context.stroke(whole);
  context.lineWidth = WIDTH_PX;
  for (const band of BANDS) {
    context.strokeStyle = tokenColour(BAND_COLOURS[band]);
    context.stroke(paths[band]);
  }
  context.strokeStyle = tokenColour('muted');
  context.lineWidth = 2;
  context.setLineDash([2, 7]);
  context.stroke(gaps);
  context.setLineDash([]);
}

function line(path: Path2D, from: L.Point, to: L.Point): void {
  path.moveTo(from.x, from.y);
  path.lineTo(to.x, to.y);
}
