import { currentTheme, tokenColour } from '../map-theme.ts';

/** What a marker says: a status (in the order of DRIVER_STATUSES) while its position is fresh, else that it is not. */
export const MARKER_LOOKS = ['available', 'offered', 'busy', 'off_duty', 'stale'] as const;
export type MarkerLook = (typeof MARKER_LOOKS)[number];

/** CSS pixels of a marker's side with its shadow; the marker is painted around the middle. */
export const SPRITE_PX = 34;
/** The ring around the selected marker: its middle line, CSS pixels. */
const RING_RADIUS_PX = 16;
/** CSS pixels of the ring's side. */
export const RING_PX = 40;

/** Paints into contexts whose origin is the marker's middle and whose unit is a CSS pixel, in the present theme. */
export interface MarkerPainter {
  /** Degrees clockwise from north; null: a disc, for a heading that is not known. */
  marker(context: SpriteContext, look: MarkerLook, headingDegrees: number | null): void;
  ring(context: SpriteContext): void;
}

export type SpriteContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** @param shadow false where every half transparent pixel costs time */
export function createMarkerPainter(shadow = true): MarkerPainter {
  const colours: Readonly<Record<MarkerLook, string>> = {
    available: tokenColour('driver-available'),
    offered: tokenColour('driver-offered'),
    busy: tokenColour('driver-busy'),
    off_duty: tokenColour('driver-off'),
    stale: tokenColour('driver-stale'),
  };
  const dark = currentTheme() === 'dark';
  const edge = dark ? '#0b1018' : '#ffffff';
  const ground = dark ? '#151d29' : '#ffffff';
  const accent = tokenColour('accent');
  const surface = tokenColour('surface');

  return {
    marker(context, look, headingDegrees) {
      context.save();
      if (headingDegrees !== null) context.rotate((headingDegrees / 180) * Math.PI);
      const outline = headingDegrees === null ? disc(7) : arrow();
      const { a, b } = context.getTransform();
      const ratio = Math.hypot(a, b);
      context.lineJoin = 'round';
      context.save();
      // Shadows are measured in device pixels, whatever the transform.
      if (shadow) context.shadowColor = dark ? 'rgb(0 0 0 / 0.6)' : 'rgb(15 24 40 / 0.35)';
      context.shadowBlur = 4 * ratio;
      context.shadowOffsetY = ratio;
      context.fillStyle = edge;
      context.strokeStyle = edge;
      context.lineWidth = look === 'stale' ? 5.5 : 4;
      context.stroke(outline);
      context.fill(outline);
      context.restore();
      if (look === 'stale') {
        context.fillStyle = ground;
        context.fill(outline);
        context.strokeStyle = colours.stale;
        context.lineWidth = 1.75;
        context.stroke(outline);
      } else {
        context.fillStyle = colours[look];
        context.fill(outline);
        // A shape besides the colour: busy carries a dot, offered a ring, off duty a bar.
        context.fillStyle = edge;
        context.strokeStyle = edge;
        if (look === 'busy') context.fill(disc(2.1, 1.2));
        if (look === 'offered') {
          context.lineWidth = 1.5;
          context.stroke(disc(2.4, 1.2));
        }
        if (look === 'off_duty') context.fillRect(-2.6, 0.4, 5.2, 1.7);
      }
      context.restore();
    },
    ring(context) {
      context.strokeStyle = surface;
      context.lineWidth = 5;
      context.stroke(disc(RING_RADIUS_PX));
      context.strokeStyle = accent;
      context.lineWidth = 2.5;
      context.stroke(disc(RING_RADIUS_PX));
    },
  };
}

/** An arrowhead that points up, 18 px high, with a notch at its tail. */
function arrow(): Path2D {
  const path = new Path2D();
  path.moveTo(0, -9.5);
  path.quadraticCurveTo(1, -9.5, 1.5, -8.3);
  path.lineTo(7.1, 6.1);
  path.quadraticCurveTo(7.8, 8.3, 5.6, 7.6);
  path.lineTo(0.7, 5.3);
  path.quadraticCurveTo(0, 5, -0.7, 5.3);
  path.lineTo(-5.6, 7.6);
  path.quadraticCurveTo(-7.8, 8.3, -7.1, 6.1);
  path.lineTo(-1.5, -8.3);
  path.quadraticCurveTo(-1, -9.5, 0, -9.5);
  path.closePath();
  return path;
}

function disc(radius: number, y = 0): Path2D {
  const path = new Path2D();
  path.arc(0, y, radius, 0, 2 * Math.PI);
  path.closePath();
  return path;
}
