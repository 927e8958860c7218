import { clusters as words } from '#lib/messages/en/clusters.ts';
import { discRadiusPx } from '#lib/store/cluster-cells.ts';
import type { FleetCluster } from '#lib/store/fleet-clusters.ts';
import { currentTheme, tokenColour } from '../map-theme.ts';
import { PART_NAMES } from './cluster-parts.ts';

const RING_PX = 3.5;
/** Surface between two parts of the ring. */
const GAP_PX = 1.5;
/** The smallest part that can still be seen, radians. */
const LEAST_ANGLE = 0.22;
const STALE = PART_NAMES.indexOf('stale');

/** Paints discs in the present theme; made anew when it changes. */
export interface ClusterPainter {
  paint(
    context: CanvasRenderingContext2D,
    cluster: FleetCluster,
    x: number,
    y: number,
    raised: boolean,
  ): void;
}

export function createClusterPainter(fontFamily: string): ClusterPainter {
  const colours = [
    tokenColour('driver-available'),
    tokenColour('driver-offered'),
    tokenColour('driver-busy'),
    tokenColour('driver-off'),
    tokenColour('driver-stale'),
  ];
  const dark = currentTheme() === 'dark';
  const surface = tokenColour('surface');
  const ink = tokenColour('ink');
  const accent = tokenColour('accent');
  const shadow = dark ? 'rgb(0 0 0 / 0.55)' : 'rgb(15 24 40 / 0.28)';

  const ring = (context: CanvasRenderingContext2D, { count, parts }: FleetCluster, radius: number) => {
    const shown = parts.map((part) => (part === 0 ? 0 : Math.max(LEAST_ANGLE, (part / count) * 2 * Math.PI)));
    const whole = shown.reduce((sum, angle) => sum + angle, 0);
    const single = shown.filter((angle) => angle > 0).length === 1;
    const gap = single ? 0 : GAP_PX / radius;
    let from = -Math.PI / 2;
    context.lineWidth = RING_PX;
    shown.forEach((angle, index) => {
      if (angle === 0) return;
      const to = from + (angle / whole) * 2 * Math.PI;
      context.strokeStyle = colours[index] ?? ink;
      // A shape besides the colour, as on the markers: what is stale is not a whole line.
      context.setLineDash(index === STALE ? [2.5, 2] : []);
      context.beginPath();
      context.arc(0, 0, radius, from + gap / 2, to - gap / 2);
      context.stroke();
      from = to;
    });
    context.setLineDash([]);
  };

  return {
    paint(context, cluster, x, y, raised) {
      const radius = discRadiusPx(cluster.count);
      context.save();
      context.translate(x, y);
      context.beginPath();
      context.arc(0, 0, radius, 0, 2 * Math.PI);
      context.save();
      const { a } = context.getTransform();
      context.shadowColor = shadow;
      context.shadowBlur = 5 * a;
      context.shadowOffsetY = a;
      context.fillStyle = surface;
      context.fill();
      context.restore();
      if (raised) {
        context.strokeStyle = accent;
        context.lineWidth = 2;
        context.stroke();
      }
      ring(context, cluster, radius - 1.5 - RING_PX / 2);
      const text = words.onDisc(cluster.count);
      context.font = `600 ${text.length > 3 ? 11 : 12}px ${fontFamily}`;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      context.fillStyle = ink;
      context.fillText(text, 0, 0.5);
      context.restore();
    },
  };
}
