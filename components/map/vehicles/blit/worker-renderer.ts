import type {
  FleetFrame,
  FleetRenderer,
  FleetRendererOptions,
  FleetRendererResult,
  FleetView,
} from '../fleet-renderer.ts';
import { createLabelShelf } from './label-shelf.ts';
import { nowMs } from './live-canvas.ts';
import { paintMarkerSheet } from './paint-marker-sheet.ts';
import { createRasterCanvas } from './raster-canvas.ts';
import { createSilenceWatch } from './silence-watch.ts';
import { packRows } from './row-parcel.ts';
import type { MarkerSheet } from './sprites.ts';
import { isFleetReport, type FleetRequest, type LabelUpdate, type Picture } from './worker-messages.ts';

export interface WorkerRendererOptions extends FleetRendererOptions {
  /** For a page that is bundled in another way, and for tests. */
  readonly createWorker?: () => Worker;
  readonly paintMarkers?: (ratio: number) => MarkerSheet | undefined;
  /** false: a picture for each frame, however long the view stays; for tests of single frames. */
  readonly animate?: boolean;
}

const ANSWER_WITHIN_S = 5;
const MOST_UNDER_WAY = 2;
/** A view that has stood for so long is the worker's to animate. */
const STEADY_MS = 250;
const MOST_ASTRAY_MS = 30;

/**
 * Draws in a worker that writes sprites into pixels, for machines without a graphics card, in one of two ways:
 * - while the view moves the worker makes pictures, and the page puts each on a canvas of its own together with
 *   the canvas on its place. Two are under way at most: the worker finds the next one waiting when it has
 *   finished one, and is never given more than it can do; rows touched meanwhile wait in the columns' own notes;
 * - while it stays the worker animates a canvas by itself, and the page sends what changes.
 * Whichever canvas takes over is shown once it has the picture, the other is hidden then.
 */
export function createWorkerRenderer(options: WorkerRendererOptions): FleetRendererResult {
  const { columns } = options;
  if (typeof Worker === 'undefined') return { usable: false, reason: 'this browser has no worker' };
  const pictures = document.createElement('canvas');
  const context = pictures.getContext('2d');
  if (context === null) return { usable: false, reason: 'this browser gives no canvas' };
  const put = createRasterCanvas(pictures, context);
  let worker: Worker;
  try {
    worker = (options.createWorker ?? startWorker)();
  } catch (error) {
    return { usable: false, reason: `no worker could be started: ${String(error)}` };
  }

  const post = (request: FleetRequest, transfer: Transferable[] = []) =>
    worker.postMessage(request, transfer);
  const live =
    options.animate === false
      ? undefined
      : giveCanvas((canvas) => post({ kind: 'canvas', canvas }, [canvas]));
  const paintMarkers = options.paintMarkers ?? paintMarkerSheet;
  const labels = createLabelShelf();
  let paintedRatio = 0;
  let synced = false;
  /** `starting`: the worker animates, the last picture still shows. */
  let mode: 'pictures' | 'starting' | 'live' = 'pictures';
  let run = 0;
  let resting = false;
  let steadySinceMs = 0;
  let asked: FleetFrame | undefined;
  let sent: { readonly frame: FleetFrame; readonly size: number; readonly atMs: number } | undefined;
  const underWay: FleetView[] = [];
  let updatesUnderWay = 0;
  let shownCanvas = pictures;
  let shownView: FleetView | undefined;
  const spares: ArrayBuffer[] = [];
  const sparePictures: Picture[] = [];
  let closed = false;

  const close = () => {
    if (closed) return;
    closed = true;
    silence.stop();
    worker.terminate();
  };
  const lose = (reason: string) => {
    if (closed) return;
    close();
    options.onLost(reason);
  };
  const silence = createSilenceWatch(ANSWER_WITHIN_S, () =>
    lose(`the worker gave no answer within ${ANSWER_WITHIN_S} s`),
  );
  const waiting = (): number => underWay.length + updatesUnderWay;
  const answered = () => {
    if (waiting() === 0) silence.stop();
    else silence.start();
  };

  /** Before a request that needs them; false: they cannot be had. */
  const sendMarkers = (ratio: number): boolean => {
    if (ratio === paintedRatio) return true;
    const sheet = paintMarkers(ratio);
    if (sheet === undefined) {
      lose('this browser gives no canvas to paint markers on');
      return false;
    }
    paintedRatio = ratio;
    post({ kind: 'markers', sheet }, [sheet.cells.buffer, sheet.ring.buffer]);
    return true;
  };
  const takeTouched = (): readonly number[] => {
    const runs: number[] = [];
    columns.touched.take(columns.size, (from, to) => runs.push(from, to));
    return runs;
  };
  const pack = (touched: readonly number[]) => {
    const parcel = packRows(columns, synced ? touched : [0, columns.size], spares.pop());
    synced = true;
    return parcel;
  };

  const sendPicture = (frame: FleetFrame) => {
    const parcel = pack(takeTouched());
    underWay.push(frame);
    const spare = sparePictures.pop() ?? null;
    post({ kind: 'frame', frame, parcel, labels: labels.take(columns), baseMs: columns.baseMs, spare }, [
      parcel.buffer,
      ...(spare === null ? [] : [spare.pixels]),
    ]);
    if (waiting() === 1) silence.start();
  };

  const sendAnimate = (frame: FleetFrame, touched: readonly number[], update: LabelUpdate | null) => {
    const parcel = pack(touched);
    const sentAtMs = nowMs();
    sent = { frame, size: columns.size, atMs: sentAtMs };
    resting = false;
    updatesUnderWay += 1;
    const { baseMs } = columns;
    post({ kind: 'animate', run, frame, parcel, labels: update, baseMs, sentAtMs }, [parcel.buffer]);
    if (waiting() === 1) silence.start();
  };

  /** Sends what has changed since the last time, if anything has. */
  const keepAnimating = (frame: FleetFrame) => {
    const isPainted = frame.ratio === paintedRatio;
    if (!sendMarkers(frame.ratio)) return;
    const touched = takeTouched();
    const update = labels.take(columns);
    const same =
      isPainted && !resting && touched.length === 0 && update === null && sent?.size === columns.size;
    if (!same || !isSame(SCENE, frame, sent?.frame) || !isOnTime(frame))
      sendAnimate({ ...frame }, touched, update);
  };
  /** The worker's frames go by its own clock; the server's may have been corrected, the computer have slept. */
  const isOnTime = ({ timeMs }: FleetFrame): boolean =>
    sent !== undefined && Math.abs(sent.frame.timeMs + nowMs() - sent.atMs - timeMs) < MOST_ASTRAY_MS;

  const isSteady = (frame: FleetFrame): boolean =>
    live !== undefined && !frame.still && frame.timeMs - steadySinceMs >= STEADY_MS;

  const showPicture = () => {
    shownCanvas = pictures;
    pictures.style.visibility = '';
    if (live !== undefined) live.style.visibility = 'hidden';
  };
  const showLive = (canvas: HTMLCanvasElement) => {
    mode = 'live';
    shownCanvas = canvas;
    shownView = sent?.frame;
    canvas.style.visibility = '';
    // Both for two frames: the same picture on the same place.
    afterFrames(2, () => {
      if (shownCanvas === canvas) pictures.style.visibility = 'hidden';
    });
  };

  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (closed || !isFleetReport(data)) return;
    switch (data.kind) {
      case 'failed':
        lose(data.reason);
        return;
      case 'live':
        if (mode !== 'starting' || data.run !== run || live === undefined) return;
        showLive(live);
        break;
      case 'taken':
        updatesUnderWay -= 1;
        spares.push(data.buffer);
        answered();
        // Before `live` its canvas is not on the screen.
        if (mode !== 'live') return;
        break;
      case 'drawn':
        spares.push(data.buffer);
        shownView = underWay.shift();
        answered();
        put({ ...data, pixels: new Int32Array(data.picture.pixels) });
        sparePictures.push(data.picture);
        showPicture();
        break;
      default:
        data satisfies never;
    }
    options.onShown();
  });
  worker.addEventListener('error', ({ message }) => lose(message || 'the worker could not be started'));
  worker.addEventListener('messageerror', () => lose('the worker sent what could not be read'));

  const renderer: FleetRenderer = {
    kind: 'worker',
    canvases: live === undefined ? [pictures] : [pictures, live],
    canvas: () => shownCanvas,
    shown: () => shownView,
    restyle() {
      paintedRatio = 0;
      labels.clear();
    },
    label: (next) => labels.put(next, columns),
    draw(frame) {
      if (closed) return 'busy';
      if (!isSame(VIEW, frame, asked)) {
        steadySinceMs = frame.timeMs;
        mode = 'pictures';
      }
      asked = { ...frame };
      if (waiting() >= MOST_UNDER_WAY) return 'busy';
      if (mode !== 'pictures') {
        keepAnimating(frame);
        return 'sent';
      }
      // The last picture is to be on its place before the worker's own canvas covers it.
      if (isSteady(frame) && waiting() > 0) return 'busy';
      if (!sendMarkers(frame.ratio)) return 'busy';
      if (isSteady(frame)) {
        mode = 'starting';
        run += 1;
        sendAnimate(asked, takeTouched(), labels.take(columns));
      } else sendPicture(asked);
      return 'sent';
    },
    rest() {
      if (closed || mode === 'pictures' || resting) return;
      resting = true;
      post({ kind: 'rest' });
    },
    close,
  };
  return { usable: true, renderer };
}

const VIEW = ['worldLeft', 'worldTop', 'scale', 'widthPx', 'heightPx', 'ratio'] as const;
const SCENE = ['still', 'markerScale', 'selectedRow', 'look', 'staleAfterMs', 'lostAfterMs'] as const;

const isSame = (
  fields: typeof VIEW | typeof SCENE,
  one: FleetFrame,
  other: FleetFrame | undefined,
): boolean => {
  for (const field of fields) if (one[field] !== other?.[field]) return false;
  return true;
};

/** A canvas whose pixels are the worker's; undefined where browsers cannot do that. */
function giveCanvas(give: (canvas: OffscreenCanvas) => void): HTMLCanvasElement | undefined {
  const canvas = document.createElement('canvas');
  if (!('transferControlToOffscreen' in canvas)) return undefined;
  canvas.style.visibility = 'hidden';
  give(canvas.transferControlToOffscreen());
  return canvas;
}

function afterFrames(frames: number, act: () => void): void {
  requestAnimationFrame(() => (frames > 1 ? afterFrames(frames - 1, act) : act()));
}

const startWorker = (): Worker =>
  new Worker(new URL('./fleet-worker.ts', import.meta.url), { type: 'module' });
