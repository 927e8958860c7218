import type {
  FleetRenderer,
  FleetRendererOptions,
  FleetRendererResult,
  VehicleLabel,
} from '../fleet-renderer.ts';
import { createFrame } from '../mutable-frame.ts';
import { createFleetPipeline, type FleetPipeline } from './fleet-pipeline.ts';
import { isSoftwareRenderer, rendererName } from './software-renderer.ts';

export interface WebglRendererOptions extends FleetRendererOptions {
  /** Take a "card" that is a program on the processor, too: for tests and benchmarks without a card. */
  readonly allowSoftware?: boolean;
}

/** A lost context usually comes back within a second; a card that is gone does not. */
const RESTORE_TIMEOUT_MS = 3_000;

const CONTEXT: WebGLContextAttributes = {
  alpha: true,
  premultipliedAlpha: true,
  antialias: false,
  depth: false,
  stencil: false,
  desynchronized: false,
  preserveDrawingBuffer: false,
  powerPreference: 'default',
};

/** The fleet on the graphics card: an instance a vehicle, moved along its fixes by the vertex shader. */
export function createWebglRenderer(options: WebglRendererOptions): FleetRendererResult {
  const canvas = document.createElement('canvas');
  const gl = canvas.getContext('webgl2', CONTEXT);
  if (gl === null) return { usable: false, reason: 'this browser has no WebGL 2' };
  const release = () => gl.getExtension('WEBGL_lose_context')?.loseContext();
  const refuse = (reason: string): FleetRendererResult => {
    release();
    return { usable: false, reason };
  };
  const name = rendererName(gl);
  if (options.allowSoftware !== true && isSoftwareRenderer(name))
    return refuse(`WebGL is computed by software here: ${name}`);
  try {
    const pipeline = createFleetPipeline(gl, canvas, options.columns);
    return { usable: true, renderer: rendererOn(gl, canvas, pipeline, options, release) };
  } catch (cause) {
    return refuse(reasonOf(cause));
  }
}

function rendererOn(
  gl: WebGL2RenderingContext,
  canvas: HTMLCanvasElement,
  firstPipeline: FleetPipeline,
  options: WebglRendererOptions,
  release: () => void,
): FleetRenderer {
  let pipeline: FleetPipeline | undefined = firstPipeline;
  let labels: readonly VehicleLabel[] = [];
  let restoring: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  let hasFrame = false;
  let isShown = false;
  // A copy in place: the caller uses its object again.
  const last = createFrame();

  const giveUp = (reason: string) => {
    if (ended) return;
    ended = true;
    options.onLost(reason);
  };
  const onContextLost = (event: Event) => {
    // Without this the browser never gives the context back.
    event.preventDefault();
    pipeline = undefined;
    isShown = false;
    restoring ??= setTimeout(() => giveUp('the graphics context did not come back'), RESTORE_TIMEOUT_MS);
  };
  const onContextRestored = () => {
    clearTimeout(restoring);
    restoring = undefined;
    if (ended) return;
    try {
      pipeline = createFleetPipeline(gl, canvas, options.columns);
      pipeline.label(labels);
      if (!hasFrame) return;
      pipeline.draw(last);
    } catch (cause) {
      giveUp(reasonOf(cause));
      return;
    }
    isShown = true;
    options.onShown();
  };
  canvas.addEventListener('webglcontextlost', onContextLost);
  canvas.addEventListener('webglcontextrestored', onContextRestored);

  return {
    kind: 'webgl',
    canvases: [canvas],
    canvas: () => canvas,
    shown: () => (isShown ? last : undefined),
    restyle: () => pipeline?.restyle(),
    label(next) {
      labels = next;
      pipeline?.label(next);
    },
    draw(frame) {
      Object.assign(last, frame);
      hasFrame = true;
      // Until the context is back; then the latest frame is drawn and told by `onShown`.
      if (pipeline === undefined) return 'busy';
      pipeline.draw(frame);
      isShown = true;
      return 'drawn';
    },
    rest: () => undefined,
    close() {
      ended = true;
      pipeline = undefined;
      clearTimeout(restoring);
      canvas.removeEventListener('webglcontextlost', onContextLost);
      canvas.removeEventListener('webglcontextrestored', onContextRestored);
      release();
    },
  };
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
