import type { LabelImage, VehicleLabel } from '../fleet-renderer.ts';
import { createLabelSlots, SLOT_COUNT } from './label-slots.ts';

const WIDTH_TEXELS = 2_048;
/** Cells grow in these steps, so that a slightly longer name does not lay the atlas out anew. */
const STEP = { width: 64, height: 8 } as const;

export interface LabelAtlas {
  readonly texture: WebGLTexture;
  readonly width: number;
  height(): number;
  /** Puts the labels' images into the texture and calls with the place of each. */
  place(
    labels: readonly VehicleLabel[],
    visit: (label: VehicleLabel, left: number, top: number) => void,
  ): void;
}

/** Label images in one texture of equal cells; only new ones are uploaded. */
export function createLabelAtlas(gl: WebGL2RenderingContext): LabelAtlas {
  const texture = gl.createTexture();
  const slots = createLabelSlots();
  let cellWidth = 0;
  let cellHeight = 0;
  let columns = 0;
  let height = 1;

  const roomFor = (labels: readonly VehicleLabel[]) => {
    let widest = cellWidth;
    let highest = cellHeight;
    for (const { image } of labels) {
      widest = Math.max(widest, image.pixels.width);
      highest = Math.max(highest, image.pixels.height);
    }
    if (widest === cellWidth && highest === cellHeight) return;
    cellWidth = Math.min(WIDTH_TEXELS, Math.ceil(widest / STEP.width) * STEP.width);
    cellHeight = Math.ceil(highest / STEP.height) * STEP.height;
    columns = Math.floor(WIDTH_TEXELS / cellWidth);
    height = Math.ceil(SLOT_COUNT / columns) * cellHeight;
    slots.clear();
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, WIDTH_TEXELS, height, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
    // A texel is a device pixel: nothing is to be smoothed.
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  };

  const upload = ({ pixels }: LabelImage, left: number, top: number) => {
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, left, top, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  };

  return {
    texture,
    width: WIDTH_TEXELS,
    height: () => height,
    place(labels, visit) {
      gl.bindTexture(gl.TEXTURE_2D, texture);
      roomFor(labels);
      slots.begin();
      for (const label of labels) {
        if (label.image.pixels.width > cellWidth) continue;
        const taken = slots.take(label.image);
        if (taken === undefined) continue;
        const left = (taken.slot % columns) * cellWidth;
        const top = Math.floor(taken.slot / columns) * cellHeight;
        if (taken.isNew) upload(label.image, left, top);
        visit(label, left, top);
      }
    },
  };
}
