import { currentTheme } from '../map-theme.ts';

const FONT_PX = 11;
const HEIGHT_PX = 17;
const MAX_CACHED = 600;
/** Labels on one frame. */
export const MAX_LABELS = 200;

export interface VehicleLabels {
  /** Forgets the places taken in the last frame. */
  begin(): void;
  /** Draws a name below a marker unless another label is there; true when drawn. */
  draw(context: CanvasRenderingContext2D, text: string, x: number, y: number, force: boolean): boolean;
}

/** Names below markers: drawn once each, then copied; the ones that fit. */
export function createVehicleLabels(ratio: number, fontFamily: string): VehicleLabels {
  const dark = currentTheme() === 'dark';
  const cache = new Map<string, { readonly image: HTMLCanvasElement; readonly width: number }>();
  const taken: number[] = [];

  const make = (text: string) => {
    const image = document.createElement('canvas');
    const context = image.getContext('2d');
    const font = `550 ${FONT_PX}px ${fontFamily}`;
    if (context === null) return { image, width: 0 };
    context.font = font;
    const width = Math.ceil(context.measureText(text).width) + 10;
    image.width = width * ratio;
    image.height = HEIGHT_PX * ratio;
    context.scale(ratio, ratio);
    context.beginPath();
    context.roundRect(0.5, 0.5, width - 1, HEIGHT_PX - 1, 5);
    context.fillStyle = dark ? 'rgb(18 24 36 / 0.88)' : 'rgb(255 255 255 / 0.9)';
    context.fill();
    context.strokeStyle = dark ? 'rgb(100 116 143 / 0.45)' : 'rgb(125 139 161 / 0.4)';
    context.stroke();
    context.font = font;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = dark ? '#dbe3ee' : '#1d2839';
    context.fillText(text, width / 2, HEIGHT_PX / 2 + 0.75);
    return { image, width };
  };

  return {
    begin() {
      taken.length = 0;
    },
    draw(context, text, x, y, force) {
      let label = cache.get(text);
      if (label === undefined) {
        if (cache.size >= MAX_CACHED) cache.clear();
        label = make(text);
        cache.set(text, label);
      }
      const left = x - label.width / 2;
      const top = y + 13;
      const right = left + label.width;
      const bottom = top + HEIGHT_PX;
      for (let i = 0; !force && i < taken.length; i += 4)
        if (
          left < (taken[i + 2] ?? 0) &&
          right > (taken[i] ?? 0) &&
          top < (taken[i + 3] ?? 0) &&
          bottom > (taken[i + 1] ?? 0)
        )
          return false;
      taken.push(left - 2, top - 2, right + 2, bottom + 2);
      context.drawImage(label.image, left, top, label.width, HEIGHT_PX);
      return true;
    },
  };
}
