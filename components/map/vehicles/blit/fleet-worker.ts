import { createWorkerDesk } from './worker-desk.ts';
import { isFleetRequest, type FleetReport } from './worker-messages.ts';

/** The worker that writes the fleet into pixels: one picture for each frame asked for. */

const desk = createWorkerDesk();

const report = (message: FleetReport, transfer: Transferable[] = []) =>
  self.postMessage(message, { transfer });

self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isFleetRequest(data)) return;
  const began = performance.now();
  try {
    const slotted = desk.take(data);
    if (slotted === undefined || data.kind !== 'frame') return;
    const { width, height, bands } = slotted.raster;
    const picture = { slot: slotted.slot, pixels: slotted.raster.pixels.buffer };
    const { buffer } = data.parcel;
    const tookMs = performance.now() - began;
    report({ kind: 'drawn', picture, width, height, bands, buffer, tookMs }, [picture.pixels, buffer]);
  } catch (error) {
    report({ kind: 'failed', reason: `the worker could not draw: ${String(error)}` });
  }
});
