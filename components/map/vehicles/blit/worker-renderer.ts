import type {
  FleetFrame,
  FleetRenderer,
  FleetRendererOptions,
  FleetRendererResult,
  FleetView,
} from '../fleet-renderer.ts';
import { createLabelShelf } from './label-shelf.ts';
import { paintMarkerSheet } from './paint-marker-sheet.ts';
import { createSilenceWatch } from './silence-watch.ts';
import { putRaster } from './put-raster.ts';
import { packRows } from './row-parcel.ts';
import type { MarkerSheet } from './sprites.ts';
import { isFleetReport, type FleetReport, type FleetRequest, type Picture } from './worker-messages.ts';

export interface WorkerRendererOptions extends FleetRendererOptions {
  /** For a page that is bundled in another way, and for tests. */
  readonly createWorker?: () => Worker;
  readonly paintMarkers?: (ratio: number) => MarkerSheet | undefined;
}

const ANSWER_WITHIN_S = 5;
const MOST_UNDER_WAY = 2;

/**
 * Draws in a worker that writes sprites into pixels, for machines without a graphics card: the page only
 * sends the rows that changed and shows the finished pixels. At most two frames are under way:
 * the worker finds the next one waiting when it has finished one, and is never given more than it can do; rows
 * touched meanwhile wait in the columns' own notes.
 */
export function createWorkerRenderer(options: WorkerRendererOptions): FleetRendererResult {
  const { columns } = options;
  if (typeof Worker === 'undefined') return { usable: false, reason: 'this browser has no worker' };
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) return { usable: false, reason: 'this browser gives no canvas' };
  let worker: Worker;
  try {
    worker = (options.createWorker ?? startWorker)();
  } catch (error) {
    return { usable: false, reason: `no worker could be started: ${String(error)}` };
  }

  const paintMarkers = options.paintMarkers ?? paintMarkerSheet;
  const labels = createLabelShelf();
  let paintedRatio = 0;
  let synced = false;
  const underWay: FleetView[] = [];
  let shownView: FleetView | undefined;
  const spares: ArrayBuffer[] = [];
  const sparePictures: Picture[] = [];
  /** Which bands of the canvas hold anything. */
  let onCanvas = new Uint8Array(0);
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
  const post = (request: FleetRequest, transfer: Transferable[]) => worker.postMessage(request, transfer);

  const send = (frame: FleetFrame) => {
    if (frame.ratio !== paintedRatio) {
      const sheet = paintMarkers(frame.ratio);
      if (sheet === undefined) {
        lose('this browser gives no canvas to paint markers on');
        return;
      }
      paintedRatio = frame.ratio;
      post({ kind: 'markers', sheet }, [sheet.cells.buffer, sheet.ring.buffer]);
    }
    const runs: number[] = [];
    columns.touched.take(columns.size, (from, to) => runs.push(from, to));
    const parcel = packRows(columns, synced ? runs : [0, columns.size], spares.pop());
    synced = true;
    underWay.push(frame);
    const spare = sparePictures.pop() ?? null;
    post({ kind: 'frame', frame, parcel, labels: labels.take(columns), baseMs: columns.baseMs, spare }, [
      parcel.buffer,
      ...(spare === null ? [] : [spare.pixels]),
    ]);
    if (underWay.length === 1) silence.start();
  };

  const show = ({ picture, width, height, bands }: Extract<FleetReport, { kind: 'drawn' }>) => {
    // Whoever resizes a canvas empties it: only when it must be, and just before it is filled.
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      onCanvas = new Uint8Array(bands.length);
    }
    // What the last picture had written and this one has not is emptied by its transparent pixels.
    const touched = bands.map((written, band) => written | (onCanvas[band] ?? 0));
    putRaster(context, { width, height, pixels: new Int32Array(picture.pixels), bands: touched });
    onCanvas = bands.slice();
    sparePictures.push(picture);
  };

  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (closed || !isFleetReport(data)) return;
    if (data.kind === 'failed') {
      lose(data.reason);
      return;
    }
    spares.push(data.buffer);
    shownView = underWay.shift();
    if (underWay.length === 0) silence.stop();
    else silence.start();
    show(data);
    options.onShown();
  });
  worker.addEventListener('error', ({ message }) => lose(message || 'the worker could not be started'));
  worker.addEventListener('messageerror', () => lose('the worker sent what could not be read'));

  const renderer: FleetRenderer = {
    kind: 'worker',
    canvas,
    shown: () => shownView,
    restyle() {
      paintedRatio = 0;
      labels.clear();
    },
    label: (next) => labels.put(next, columns),
    draw(frame) {
      if (closed || underWay.length >= MOST_UNDER_WAY) return 'busy';
      send({ ...frame });
      return 'sent';
    },
    close,
  };
  return { usable: true, renderer };
}

const startWorker = (): Worker =>
  new Worker(new URL('./fleet-worker.ts', import.meta.url), { type: 'module' });
