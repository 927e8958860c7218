import { createMarkerPainter, SPRITE_PX, type MarkerLook } from './vehicle-sprites.ts';

/** Headings drawn: one sprite every 7.5°. */
const HEADINGS = 48;

export interface MarkerSprites {
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
export function createMarkerSprites(ratio: number): MarkerSprites {
  const painter = createMarkerPainter();
  const sprites = new Map<string, HTMLCanvasElement>();
  const make = (look: MarkerLook, step: number): HTMLCanvasElement => {
    const canvas = document.createElement('canvas');
    canvas.width = SPRITE_PX * ratio;
    canvas.height = SPRITE_PX * ratio;
    const context = canvas.getContext('2d');
    if (context === null) return canvas;
    context.scale(ratio, ratio);
    context.translate(SPRITE_PX / 2, SPRITE_PX / 2);
    painter.marker(context, look, step >= 0 ? (step / HEADINGS) * 360 : null);
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
