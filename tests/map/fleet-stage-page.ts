import { createPageRenderer } from '#components/map/vehicles/blit/page-renderer.ts';
import { createWorkerRenderer } from '#components/map/vehicles/blit/worker-renderer.ts';
import { createWebglRenderer } from '#components/map/vehicles/webgl/webgl-renderer.ts';
import type {
  FleetFrame,
  FleetRenderer,
  FleetRendererOptions,
  FleetRendererResult,
} from '#components/map/vehicles/fleet-renderer.ts';
import { stage, stageColumns, type StagedVehicle } from './staged-fleet.ts';

/** The browser's side of fleet-renderers.test.ts: one fleet, one renderer, and the pixels of its last frame. */
export type RendererName = keyof typeof RENDERERS;

/** Every way to draw the fleet; a new one joins the suite with a line here and one in the suite. */
const RENDERERS = {
  webgl: (options: FleetRendererOptions) => usable(createWebglRenderer({ ...options, allowSoftware: true })),
  worker: (options: FleetRendererOptions) => usable(createWorkerRenderer({ ...options, animate: false })),
  'animating worker': (options: FleetRendererOptions) => usable(createWorkerRenderer(options)),
  page: (options: FleetRendererOptions) => usable(createPageRenderer(options)),
} satisfies Record<string, (options: FleetRendererOptions) => FleetRenderer>;

function usable(result: FleetRendererResult): FleetRenderer {
  if (!result.usable) throw new Error(result.reason);
  return result.renderer;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

let columns = stageColumns();
let lost: string[] = [];
let renderer: FleetRenderer | undefined;
let pixels = new ImageData(1, 1);
let ratio = 1;
let onCapture: (() => void) | undefined;

/** In the task that has drawn: afterwards the browser may take the pixels away. */
function capture(): void {
  const canvas = renderer?.canvas();
  if (canvas === undefined) return;
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', {
    willReadFrequently: true,
  });
  copy?.drawImage(canvas, 0, 0);
  pixels = copy?.getImageData(0, 0, canvas.width, canvas.height) ?? pixels;
  onCapture?.();
}

const nextCapture = (): Promise<void> =>
  new Promise((resolve) => {
    onCapture = resolve;
  });

const isLive = (): boolean => renderer?.canvas() !== renderer?.canvases[0];

const colourAt = (x: number, y: number): string => {
  const column = Math.floor(x * ratio);
  const row = Math.floor(y * ratio);
  if (column < 0 || row < 0 || column >= pixels.width || row >= pixels.height) return 'outside';
  const first = (row * pixels.width + column) * 4;
  const [red, green, blue, alpha] = pixels.data.subarray(first, first + 4);
  return alpha === 255 ? `${red},${green},${blue}` : 'clear';
};

const stageApi = {
  /** A new fleet and a new renderer; the ones before are closed. */
  open(name: RendererName) {
    const before = renderer;
    before?.close();
    columns = stageColumns();
    lost = [];
    for (const canvas of before?.canvases ?? []) canvas.remove();
    renderer = RENDERERS[name]({ columns, onShown: capture, onLost: (reason) => lost.push(reason) });
    document.body.append(...renderer.canvases);
  },
  /** From the first row on they are the whole fleet, from a later one on those rows of it. */
  vehicles(vehicles: readonly StagedVehicle[], from = 0) {
    if (from === 0) columns.size = Math.min(columns.size, vehicles.length);
    for (const [index, vehicle] of vehicles.entries()) stage(columns, from + index, vehicle);
  },
  /** Draws until a frame is on the canvas, and keeps its pixels. */
  async draw(frame: FleetFrame) {
    ratio = frame.ratio;
    for (;;) {
      const shown = nextCapture();
      const answer = renderer?.draw(frame);
      if (answer === 'drawn') {
        capture();
        return;
      }
      await shown;
      if (answer === 'sent') return;
    }
  },
  /** Draws every frame for a while, as the layer does while something moves; keeps the last one's pixels. */
  async animate(frame: FleetFrame, forMs: number) {
    ratio = frame.ratio;
    const began = performance.now();
    for (let ms = 0; ms < forMs; ms = performance.now() - began) {
      renderer?.draw({ ...frame, timeMs: frame.timeMs + ms });
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    capture();
  },
  /** The same until the canvas that shows is the worker's own; returns how many ms that took. */
  async animateUntilLive(frame: FleetFrame) {
    const began = performance.now();
    while (!isLive())
      await stageApi.animate({ ...frame, timeMs: frame.timeMs + performance.now() - began }, 50);
    return performance.now() - began;
  },
  isLive,
  /** Nothing is drawn by the page for a while; keeps the pixels that are there then. */
  async wait(forMs: number) {
    await new Promise((resolve) => setTimeout(resolve, forMs));
    capture();
  },
  rest: () => renderer?.rest(),
  /** `row` and a label of one colour, its size in device pixels. */
  label(labels: readonly { row: number; key: string; colour: string; width: number; height: number }[]) {
    renderer?.label(
      labels.map(({ row, key, colour, width, height }) => {
        const context = new OffscreenCanvas(width, height).getContext('2d');
        if (context === null) throw new Error('no canvas');
        context.fillStyle = colour;
        context.fillRect(0, 0, width, height);
        const image = context.getImageData(0, 0, width, height);
        return { row, image: { key, widthPx: width / ratio, heightPx: height / ratio, pixels: image } };
      }),
    );
  },
  theme(name: string, value: string) {
    document.documentElement.style.setProperty(name, value);
    renderer?.restyle();
  },
  /** Opaque colours as `r,g,b` at CSS pixels; `clear` where anything shows through. */
  colours: (places: readonly Place[]) => places.map(({ x, y }) => colourAt(x, y)),
  /** Painted device pixels that are not within a radius (CSS pixels) of one of the places. */
  strays(places: readonly Place[], radiusPx: number) {
    const allowed = new Uint8Array(pixels.width * pixels.height);
    const radius = Math.ceil(radiusPx * ratio);
    for (const { x, y } of places)
      for (let dy = -radius; dy <= radius; dy += 1)
        for (let dx = -radius; dx <= radius; dx += 1) {
          const column = Math.round(x * ratio) + dx;
          const row = Math.round(y * ratio) + dy;
          if (column >= 0 && row >= 0 && column < pixels.width && row < pixels.height)
            allowed[row * pixels.width + column] = 1;
        }
    let count = 0;
    for (let i = 0; i < allowed.length; i += 1)
      if (allowed[i] === 0 && (pixels.data[i * 4 + 3] ?? 0) > 0) count += 1;
    return count;
  },
  /** The box and the middle of all pixels of a colour, CSS pixels. */
  find(colour: string) {
    const [red, green, blue] = colour.split(',').map(Number);
    const { width, height, data } = pixels;
    const box = { left: width, top: height, right: 0, bottom: 0 };
    const sum = { x: 0, y: 0, count: 0 };
    for (let i = 0; i < width * height; i += 1) {
      const at = i * 4;
      if (data[at] !== red || data[at + 1] !== green || data[at + 2] !== blue || data[at + 3] !== 255)
        continue;
      const column = i % width;
      const row = Math.floor(i / width);
      box.left = Math.min(box.left, column);
      box.top = Math.min(box.top, row);
      box.right = Math.max(box.right, column + 1);
      box.bottom = Math.max(box.bottom, row + 1);
      sum.x += column + 0.5;
      sum.y += row + 0.5;
      sum.count += 1;
    }
    return {
      left: box.left / ratio,
      top: box.top / ratio,
      right: box.right / ratio,
      bottom: box.bottom / ratio,
      x: sum.x / sum.count / ratio,
      y: sum.y / sum.count / ratio,
      count: sum.count,
    };
  },
  size: () => ({ width: pixels.width, height: pixels.height }),
  shown: () => ({ ...renderer?.shown() }),
  /** The whole picture as one string: equal pictures, equal strings. */
  async picture() {
    const digest = await crypto.subtle.digest('SHA-256', pixels.data);
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  },
  /** Takes the graphics context away and, if told, gives it back; resolves once a frame is shown again. */
  async loseContext(restore: boolean) {
    const canvas = renderer?.canvas();
    const extension = canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context');
    if (!canvas || !extension) throw new Error('no WebGL context to lose');
    const gone = new Promise((resolve) =>
      canvas.addEventListener('webglcontextlost', resolve, { once: true }),
    );
    extension.loseContext();
    await gone;
    if (!restore) return;
    pixels = new ImageData(1, 1);
    const shown = nextCapture();
    // Not within the event: the browser allows the restoring only after it.
    await new Promise((resolve) => requestAnimationFrame(resolve));
    extension.restoreContext();
    await shown;
  },
  lost: () => lost,
  close: () => renderer?.close(),
  /** How long `draw` keeps the page's thread, ms a frame, with a share of rows touched every so many frames. */
  measure(
    frame: FleetFrame,
    { frames, touchedShare, every }: Readonly<Record<'frames' | 'touchedShare' | 'every', number>>,
  ) {
    const times: number[] = [];
    const gl = renderer?.canvas().getContext('webgl2');
    for (let i = 0; i < frames; i += 1) {
      if (i % every === 0)
        for (let row = 0; row < columns.size; row += Math.round(1 / touchedShare)) columns.touched.mark(row);
      const began = performance.now();
      renderer?.draw({ ...frame, timeMs: frame.timeMs + i * 16 });
      times.push(performance.now() - began);
      // The queue of a software card would fill up, and filling it would be what is measured.
      gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    }
    return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
  },
};

export type Stage = typeof stageApi;
Object.assign(window, { stage: stageApi });
