import { round, type BenchOptions, type BenchResult, type Verdict } from '../verdict.ts';
import { serveBenchPages } from './bench-pages.ts';
import { launchPlain, launchWebgl } from './browsers.ts';
import { feedCost } from './feed-cost.ts';
import { fleetCost, type FleetCase } from './fleet-cost.ts';
import { columnBytes, domNodes, heapGrowth } from './footprint.ts';

/**
 * Question: what does a live fleet on the map cost the page? Every vehicle is updated once a second, in ten
 * batches a second as the server sends them, and shown between its fixes on each frame; map 1280×800 at DPR
 * 1, zoom 14, the whole seeded fleet in view with labels, one vehicle selected, a mouse that moves. Script
 * and task ms are the main thread's CPU time (CDP, thread ticks) divided by animation frames, medians of
 * five windows. The pages to compare with move one Leaflet marker per vehicle, by the same feed on the same
 * map, and are measured in the same way: a slow page makes few frames, each of which is what it costs.
 * Without a graphics card WebGL's pixels are computed by the processor, at a few frames a second, and each frame
 * of the page would carry a tenth of a second's feed and labels: its cases therefore ask the card for one vehicle's
 * pixels (see pages/skip-raster.ts) while the page does all of its own work; one case with all pixels is shown.
 */
const MIN_RATIO = 40;
const MAX_FEED_MS = 45;
const MAX_LATENCY_MS = 40;
const MAX_ROW_BYTES = 64;
const MAX_GROWTH_MB = 5;
const MAX_DROPPED = 2;
const DEFAULT_MINUTES = 0.5;

const LIMITS = {
  many: { script: 1, task: 2.5 },
  most: { script: 3, task: 5 },
  worker: { script: 0.7 },
} as const;

export async function map({ short, minutes }: BenchOptions): Promise<BenchResult> {
  const [few, many, most] = short ? [500, 1_000, 5_000] : [5_000, 10_000, 50_000];
  const pages = await serveBenchPages();
  const plain = await launchPlain();
  const webgl = await launchWebgl();
  const size = short ? { windows: 3, seconds: 1 } : { windows: 5, seconds: 2 };
  const options = { pages, ...size };
  try {
    const ours = (browser: typeof plain, renderer: string, vehicles: number, raster = 'all'): FleetCase => ({
      name: `${renderer}, ${vehicles}${raster === 'all' ? '' : ', pixels of one'}`,
      browser,
      page: 'fleet-page',
      parameters: { vehicles, renderer, raster },
      hover: true,
    });
    const markers = (page: 'marker-page' | 'react-marker-page', name: string): FleetCase => ({
      name: `${name}, ${few}`,
      browser: plain,
      page,
      parameters: { vehicles: few },
      hover: false,
    });
    const webglMany = await fleetCost(ours(webgl, 'webgl', many, 'none'), options);
    const webglMost = await fleetCost(ours(webgl, 'webgl', most, 'none'), options);
    const webglFilled = await fleetCost(ours(webgl, 'webgl', many), options);
    const workerMany = await fleetCost(ours(plain, 'worker', many), options);
    const leaflet = await fleetCost(markers('marker-page', 'one L.marker each'), options);
    const webglFew = await fleetCost(ours(webgl, 'webgl', few, 'none'), options);
    const workerFew = await fleetCost(ours(plain, 'worker', few), options);
    const react = await fleetCost(markers('react-marker-page', 'one <Marker> each'), options);
    const feed = await feedCost(many, plain, options);
    const nodes = [await domNodes(plain, pages, 100), await domNodes(plain, pages, many)] as const;
    const bytes = await columnBytes(plain, pages, many);
    const minutesOfHeap = minutes ?? (short ? 0.1 : DEFAULT_MINUTES);
    const heap = await heapGrowth(plain, pages, many, minutesOfHeap);

    const costs = [webglMany, webglMost, webglFilled, workerMany, webglFew, workerFew, leaflet, react];
    const better = Math.min(leaflet.taskMs, react.taskMs);
    const [webglRatio, workerRatio] = [better / webglFew.taskMs, better / workerFew.taskMs];
    const grownMb = heap.grownBytes / 1e6;
    const verdicts: Verdict[] = [
      perFrame(`${many} by WebGL`, LIMITS.many, webglMany),
      perFrame(`${most} by WebGL`, LIMITS.most, webglMost),
      perFrame(`${many} without a GPU`, LIMITS.worker, workerMany),
      {
        target: `${many} without a GPU: dropped frames of 120 ≤ ${MAX_DROPPED}`,
        measured: `${round(workerMany.droppedOf120, 1)} without a new picture, ${round(workerMany.lateOf120, 1)} late by script`,
        met: workerMany.droppedOf120 <= MAX_DROPPED,
      },
      {
        target: `${few}: task time of the better marker page ÷ ours ≥ ${MIN_RATIO}`,
        measured: `${round(webglRatio)} by WebGL, ${round(workerRatio)} without a GPU`,
        met: Math.min(webglRatio, workerRatio) >= MIN_RATIO,
      },
      {
        target: `feed of ${many} updates/s through Echo ≤ ${MAX_FEED_MS} ms a second, not drawn`,
        measured: `${round(feed.alone.taskMsPerSecond, 1)} ms at ${round(feed.alone.updatesPerSecond)}/s`,
        met: feed.alone.taskMsPerSecond <= MAX_FEED_MS,
      },
      {
        target: `message to the first frame that holds it ≤ ${MAX_LATENCY_MS} ms, median`,
        measured: `${round(feed.fromMessage.p50, 1)} ms of ${feed.fromMessage.count} (${round(feed.fromServer.p50, 1)} ms from the publisher)`,
        met: feed.fromMessage.p50 <= MAX_LATENCY_MS,
      },
      {
        target: `DOM elements do not grow from 100 to ${many} vehicles`,
        measured: nodes.join(' and '),
        met: nodes[0] === nodes[1],
      },
      {
        target: `typed columns ≤ ${MAX_ROW_BYTES} bytes a vehicle`,
        measured: `${bytes.perRow} a row, ${round(bytes.held / bytes.rows, 1)} with the room to grow`,
        met: bytes.perRow <= MAX_ROW_BYTES,
      },
      {
        target: `heap growth with ${many} vehicles in ${minutesOfHeap} min ≤ ${MAX_GROWTH_MB} MB`,
        measured: `${round(grownMb, 2)} MB`,
        met: grownMb <= MAX_GROWTH_MB,
      },
    ];
    return {
      question: 'What does a live fleet on the map cost the page?',
      table: [
        ...costs.map((cost) => ({
          case: cost.name,
          'script ms': round(cost.scriptMs, 2),
          'task ms': round(cost.taskMs, 2),
          'task ms/s': round(cost.taskMsPerSecond),
          'frames/s': round(cost.framesPerSecond, 1),
          'dropped of 120': round(cost.droppedOf120, 1),
        })),
        ...(
          [
            ['feed, not drawn', feed.alone],
            ['feed, drawn', feed.drawing],
          ] as const
        ).map(([name, { taskMsPerSecond }]) => ({
          case: `${name}, ${many}/s`,
          'task ms/s': round(taskMsPerSecond, 1),
        })),
        { case: 'finding what is under the pointer', 'script ms': round(bytes.hitMs, 3) },
      ],
      verdicts,
      details: { costs, feed, nodes, bytes, heap },
    };
  } finally {
    await Promise.all([plain.close(), webgl.close()]);
    await pages.close();
  }
}

function perFrame(
  what: string,
  limit: { readonly script: number; readonly task?: number },
  { scriptMs, taskMs }: { readonly scriptMs: number; readonly taskMs: number },
): Verdict {
  const { script, task } = limit;
  return {
    target: `${what}: script${task === undefined ? '' : ' / task'} ms a frame ≤ ${script}${task === undefined ? '' : ` / ${task}`}`,
    measured: `${round(scriptMs, 2)} / ${round(taskMs, 2)}`,
    met: scriptMs <= script && (task === undefined || taskMs <= task),
  };
}
