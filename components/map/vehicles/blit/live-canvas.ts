import type { FleetFrame } from '../fleet-renderer.ts';
import { clearRaster, createRaster, type Raster } from './raster.ts';
import { createRasterCanvas } from './raster-canvas.ts';
import { rasterSize } from './worker-desk.ts';
import type { FleetReport, FleetRequest } from './worker-messages.ts';

/** The canvas that the page has given to the worker, animated without the page while the view stays. */
export interface LiveCanvas {
  /** Draws by this request from the next frame on; its rows and labels have been taken. */
  animate(request: Extract<FleetRequest, { kind: 'animate' }>): void;
  /** Nothing moves: draws once more, then waits. */
  rest(): void;
  /** The canvas is not shown any more. */
  stop(): void;
}

export interface LiveCanvasParts {
  readonly canvas: OffscreenCanvas;
  readonly compose: (raster: Raster, frame: FleetFrame) => void;
  readonly report: (message: FleetReport, transfer?: Transferable[]) => void;
}

/** A hidden page has no animation frames; its requests are answered all the same. */
const ANSWER_WITHIN_MS = 250;
/** A picture that was drawn in one frame is on its way to the screen in the next. */
const FRAMES_TO_SHOW = 2;

export function createLiveCanvas({ canvas, compose, report }: LiveCanvasParts): LiveCanvas {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('the canvas that was given has no context');
  const put = createRasterCanvas(canvas, context);
  let raster = createRaster(1, 1);
  let current: Extract<FleetRequest, { kind: 'animate' }> | undefined;
  let run = 0;
  let framesToShow = 0;
  let scheduled = 0;
  let resting = false;
  let pictures = 0;
  let unanswered: ArrayBuffer[] = [];
  let late: ReturnType<typeof setTimeout> | undefined;

  const answer = () => {
    clearTimeout(late);
    late = undefined;
    const buffers = unanswered;
    unanswered = [];
    for (const buffer of buffers) {
      report({ kind: 'taken', buffer, pictures }, [buffer]);
      pictures = 0;
    }
  };

  const paint = ({ frame, sentAtMs }: Extract<FleetRequest, { kind: 'animate' }>) => {
    const [width, height] = rasterSize(frame);
    if (raster.width !== width || raster.height !== height) raster = createRaster(width, height);
    else clearRaster(raster);
    compose(raster, { ...frame, timeMs: frame.timeMs + nowMs() - sentAtMs });
    put(raster);
    pictures += 1;
  };

  const step = () => {
    scheduled = 0;
    if (current === undefined) return;
    try {
      paint(current);
    } catch (error) {
      current = undefined;
      report({ kind: 'failed', reason: `the worker could not draw: ${String(error)}` });
      return;
    }
    answer();
    if (framesToShow > 0) {
      framesToShow -= 1;
      if (framesToShow === 0) report({ kind: 'live', run });
    }
    if (!resting || framesToShow > 0) schedule();
  };

  const schedule = () => {
    if (scheduled === 0) scheduled = requestAnimationFrame(step);
  };

  return {
    animate(request) {
      current = request;
      resting = false;
      if (request.run !== run) {
        run = request.run;
        framesToShow = FRAMES_TO_SHOW;
      }
      unanswered.push(request.parcel.buffer);
      late ??= setTimeout(answer, ANSWER_WITHIN_MS);
      schedule();
    },
    rest() {
      resting = true;
    },
    stop() {
      current = undefined;
      cancelAnimationFrame(scheduled);
      scheduled = 0;
      answer();
    },
  };
}

/** One clock for the page and its worker, whose own ones began at different times. */
export const nowMs = (): number => performance.timeOrigin + performance.now();
