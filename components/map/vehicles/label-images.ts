import { currentTheme } from '../map-theme.ts';
import type { LabelImage } from './fleet-renderer.ts';

const FONT_PX = 11;
export const LABEL_HEIGHT_PX = 17;
const MAX_KEPT = 600;

/** Names painted once each, in the present theme and at one ratio; at most MAX_KEPT are kept. */
export interface LabelImages {
  of(text: string): LabelImage | undefined;
}

export function createLabelImages(ratio: number, fontFamily: string): LabelImages {
  const dark = currentTheme() === 'dark';
  const font = `550 ${FONT_PX}px ${fontFamily}`;
  const kept = new Map<string, LabelImage>();
  const canvas = document.createElement('canvas');
  // Read back for every name: kept in memory instead of on the graphics card.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const heightPx = Math.ceil(LABEL_HEIGHT_PX * ratio) / ratio;

  const paint = (text: string): LabelImage | undefined => {
    if (context === null) return undefined;
    context.font = font;
    const widthPx = Math.ceil((Math.ceil(context.measureText(text).width) + 10) * ratio) / ratio;
    // Setting the size also clears.
    canvas.width = Math.round(widthPx * ratio);
    canvas.height = Math.round(heightPx * ratio);
    context.scale(ratio, ratio);
    context.beginPath();
    context.roundRect(0.5, 0.5, widthPx - 1, heightPx - 1, 5);
    // Opaque: it reads better over streets, and a renderer that writes pixels copies it instead of blending.
    context.fillStyle = dark ? 'rgb(18 24 36)' : 'rgb(255 255 255)';
    context.fill();
    context.strokeStyle = dark ? 'rgb(100 116 143 / 0.45)' : 'rgb(125 139 161 / 0.4)';
    context.stroke();
    context.font = font;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = dark ? '#dbe3ee' : '#1d2839';
    context.fillText(text, widthPx / 2, heightPx / 2 + 0.75);
    const key = `${text}\n${ratio}\n${dark ? 'dark' : 'light'}`;
    return { key, widthPx, heightPx, pixels: context.getImageData(0, 0, canvas.width, canvas.height) };
  };

  return {
    of(text) {
      const known = kept.get(text);
      const image = known ?? paint(text);
      if (image === undefined) return undefined;
      // The one used last goes to the end; the first is the one to forget.
      if (known !== undefined) kept.delete(text);
      kept.set(text, image);
      if (kept.size > MAX_KEPT) for (const oldest of kept.keys()) return (kept.delete(oldest), image);
      return image;
    },
  };
}
