import { currentTheme, tokenColour } from '../map-theme.ts';

/** What a marker says: a status while its position is fresh, else that it is not. */
export type MarkerLook = 'available' | 'offered' | 'busy' | 'off_duty' | 'stale';

/** CSS pixels of a sprite's side; the marker is drawn around its middle. */
export const SPRITE_PX = 34;
/** Headings drawn: one sprite every 7.5°. */
const HEADINGS = 48;

export interface VehicleSprites {
  /** Draws a marker with its middle at a place in CSS pixels; `size` 1 is its full size. */
  draw(
    context: CanvasRenderingContext2D,
    look: MarkerLook,
    headingDegrees: number,
    x: number,
    y: number,
    size: number,
  ): void;
}

/** Markers are drawn once per look and heading and then copied: a copy costs a tenth of a path. */
export function createVehicleSprites(ratio: number): VehicleSprites {
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
  const sprites = new Map<string, HTMLCanvasElement>();

  const make = (look: MarkerLook, step: number): HTMLCanvasElement => {
    const canvas = document.createElement('canvas');
    canvas.width = SPRITE_PX * ratio;
    canvas.height = SPRITE_PX * ratio;
    const context = canvas.getContext('2d');
    if (context === null) return canvas;
    context.scale(ratio, ratio);
    context.translate(SPRITE_PX / 2, SPRITE_PX / 2);
    if (step >= 0) context.rotate((step / HEADINGS) * 2 * Math.PI);
    const outline = step >= 0 ? arrow() : disc(7);
    context.lineJoin = 'round';
    context.save();
    context.shadowColor = dark ? 'rgb(0 0 0 / 0.6)' : 'rgb(15 24 40 / 0.35)';
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
      return canvas;
    }
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
    return canvas;
  };

  return {
    draw(context, look, headingDegrees, x, y, size) {
      const step = headingDegrees < 0 ? -1 : Math.round((headingDegrees / 360) * HEADINGS) % HEADINGS;
      const key = `${look}${step}`;
      let sprite = sprites.get(key);
      if (sprite === undefined) {
        sprite = make(look, step);
        sprites.set(key, sprite);
      }
      const side = SPRITE_PX * size;
      context.drawImage(sprite, x - side / 2, y - side / 2, side, side);
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
