import { createRaster } from './raster.ts';
import { putRaster } from './put-raster.ts';
import { createWorkerDesk } from './worker-desk.ts';
import { isFleetRequest, type FleetReport } from './worker-messages.ts';

/** The worker that writes the fleet into pixels: one bitmap for each frame asked for. */

const desk = createWorkerDesk();
const canvas = new OffscreenCanvas(1, 1);
// Read-back is not wanted, but memory is: pixels that come from the processor need no graphics card.
const context = canvas.getContext('2d', { willReadFrequently: true });
let shown = createRaster(1, 1);

const report = (message: FleetReport, transfer: Transferable[] = []) =>
  self.postMessage(message, { transfer });

self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isFleetRequest(data)) return;
  const began = performance.now();
  const raster = desk.take(data);
  if (raster === undefined || data.kind !== 'frame') return;
  if (context === null) {
    report({ kind: 'failed', reason: 'a worker gets no canvas here' });
    return;
  }
  if (raster !== shown) {
    canvas.width = raster.width;
    canvas.height = raster.height;
    shown = raster;
  }
  putRaster(context, raster);
  const bitmap = canvas.transferToImageBitmap();
  const { buffer } = data.parcel;
  report({ kind: 'drawn', bitmap, buffer, tookMs: performance.now() - began }, [bitmap, buffer]);
});
