import { createLiveCanvas, type LiveCanvas } from './live-canvas.ts';
import { createWorkerDesk } from './worker-desk.ts';
import { isFleetRequest, type FleetReport, type FleetRequest } from './worker-messages.ts';

/**
 * The worker that writes the fleet into pixels: a picture for each frame asked for, or frame after frame on
 * a canvas of its own.
 */

const desk = createWorkerDesk();
let live: LiveCanvas | undefined;

const report = (message: FleetReport, transfer: Transferable[] = []) =>
  self.postMessage(message, { transfer });

self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isFleetRequest(data)) return;
  try {
    take(data);
  } catch (error) {
    report({ kind: 'failed', reason: `the worker could not draw: ${String(error)}` });
  }
});

function take(request: FleetRequest): void {
  switch (request.kind) {
    case 'markers':
      desk.markers(request.sheet);
      return;
    case 'canvas':
      live = createLiveCanvas({ canvas: request.canvas, compose: desk.compose, report });
      return;
    case 'animate':
      desk.update(request);
      live?.animate(request);
      return;
    case 'rest':
      live?.rest();
      return;
    case 'frame': {
      live?.stop();
      const began = performance.now();
      const { slot, raster } = desk.picture(request);
      const { width, height, bands } = raster;
      const picture = { slot, pixels: raster.pixels.buffer };
      const { buffer } = request.parcel;
      const tookMs = performance.now() - began;
      report({ kind: 'drawn', picture, width, height, bands, buffer, tookMs }, [picture.pixels, buffer]);
      return;
    }
    default:
      request satisfies never;
  }
}
