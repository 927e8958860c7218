import type {
  FleetFrame,
  FleetRenderer,
  FleetRendererKind,
  FleetRendererOptions,
  FleetRendererResult,
  FleetView,
  VehicleLabel,
} from './fleet-renderer.ts';
import { createPageRenderer } from './blit/page-renderer.ts';
import { createWorkerRenderer } from './blit/worker-renderer.ts';
import { createFramePace } from './frame-pace.ts';
import { createWebglRenderer } from './webgl/webgl-renderer.ts';

export interface RendererOptions {
  /** Asked for by name, for benchmarks and tests; absent: the best one that proves fast enough. */
  readonly renderer?: FleetRendererKind;
  /** Takes WebGL without a graphics card too. */
  readonly allowSoftware?: boolean;
  readonly createWorker?: () => Worker;
}

/** The renderer that draws now. Steps down by itself when one cannot go on or proves too slow. */
export interface RendererStand {
  kind(): FleetRendererKind | undefined;
  canvas(): HTMLCanvasElement | undefined;
  shown(): FleetView | undefined;
  /** CSS pixels to draw beyond the viewport: what comes into view while the next frame is on its way. */
  marginPx(): number;
  restyle(): void;
  label(labels: readonly VehicleLabel[]): void;
  /** See FleetRenderer. */
  draw(frame: FleetFrame, frameAtMs: number): ReturnType<FleetRenderer['draw']>;
  /** The animation pauses. */
  rest(): void;
  /** Whether there is something to draw that the renderer had no time for yet. */
  isBehind(): boolean;
  close(): void;
}

export interface RendererStandOptions extends RendererOptions, Pick<FleetRendererOptions, 'columns'> {
  readonly parent: HTMLElement;
  /** New content is on the canvas that was not drawn within `draw`. */
  readonly onShown: () => void;
  /** Another renderer draws from now on and knows nothing of labels yet. */
  readonly onChanged: () => void;
}

/** A renderer whose frames come later needs a picture that reaches beyond the edge meanwhile. */
const MARGIN_PX: Readonly<Record<FleetRendererKind, number>> = { webgl: 48, worker: 64, page: 48 };
const BEST_FIRST: readonly FleetRendererKind[] = ['webgl', 'worker', 'page'];

/** What proved unusable or too slow on this page; other maps of it need not find out again. */
const unfit = new Set<FleetRendererKind>();

export function createRendererStand(options: RendererStandOptions): RendererStand {
  const { parent } = options;
  let current: FleetRenderer | undefined;
  let pace = createFramePace();
  let behind = false;
  let closed = false;

  const make = (kind: FleetRendererKind): FleetRenderer | undefined => {
    const { columns, onShown } = options;
    const made = makeRenderer(kind, options, {
      columns,
      onShown,
      onLost: (reason) => stepDown(kind, reason),
    });
    if (made.usable) return made.renderer;
    unfit.add(kind);
    return undefined;
  };

  const start = (): void => {
    const candidates =
      options.renderer === undefined ? BEST_FIRST.filter((kind) => !unfit.has(kind)) : [options.renderer];
    for (const kind of candidates) {
      current = make(kind);
      if (current !== undefined) break;
    }
    if (current === undefined) return;
    for (const canvas of current.canvases) {
      canvas.style.position = 'absolute';
      canvas.style.pointerEvents = 'none';
      canvas.style.transformOrigin = '0 0';
      canvas.setAttribute('aria-hidden', 'true');
      canvas.dataset['renderer'] = current.kind;
      parent.append(canvas);
    }
    pace = createFramePace();
    behind = true;
    options.onChanged();
  };

  const stop = (): void => {
    for (const canvas of current?.canvases ?? []) canvas.remove();
    current?.close();
    current = undefined;
  };

  function stepDown(kind: FleetRendererKind, reason: string): void {
    if (closed || current?.kind !== kind) return;
    console.warn(`The map draws its vehicles in another way: ${reason}`);
    unfit.add(kind);
    stop();
    start();
  }

  start();
  return {
    kind: () => current?.kind,
    canvas: () => current?.canvas(),
    shown: () => current?.shown(),
    marginPx: () => (current === undefined ? 0 : MARGIN_PX[current.kind]),
    restyle: () => current?.restyle(),
    label: (labels) => current?.label(labels),
    draw(frame, frameAtMs) {
      if (current === undefined) return 'busy';
      const { kind } = current;
      const drawn = current.draw(frame);
      behind = drawn === 'busy';
      if (options.renderer === undefined && kind !== 'page' && pace.frame(frameAtMs))
        stepDown(kind, 'frames come too slowly');
      return drawn;
    },
    rest() {
      pace.pause();
      current?.rest();
    },
    isBehind: () => behind,
    close() {
      closed = true;
      stop();
    },
  };
}

function makeRenderer(
  kind: FleetRendererKind,
  { allowSoftware, createWorker }: RendererOptions,
  options: FleetRendererOptions,
): FleetRendererResult {
  switch (kind) {
    case 'webgl':
      return createWebglRenderer({ ...options, allowSoftware: allowSoftware ?? false });
    case 'worker':
      return createWorkerRenderer({ ...options, ...(createWorker && { createWorker }) });
    case 'page':
      return createPageRenderer(options);
  }
}
