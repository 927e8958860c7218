import { connectivity } from '#lib/domain/connectivity.ts';
import {
  at,
  intervalSeconds,
  isClustered,
  isFiltered,
  newestRecordedMs,
  statusIndex,
  type FleetColumns,
} from '#lib/store/fleet-columns.ts';
import { sampleVehicle } from '#lib/store/sample-vehicle.ts';
import type { FleetFrame } from '#components/map/vehicles/fleet-renderer.ts';
import { worldAt } from './open-stage.ts';
import { stage, stageColumns, type StagedVehicle } from './staged-fleet.ts';

const CELL_PX = 46;
const ROAM_PX = 11;

/** One vehicle a cell of a grid over the canvas, so that none hides another; anything else is random. */
export function seedVehicles(frame: FleetFrame, random: () => number): StagedVehicle[] {
  const vehicles: StagedVehicle[] = [];
  const near = (middle: number) => middle + (random() * 2 - 1) * ROAM_PX;
  for (let top = 0; top + CELL_PX <= frame.heightPx; top += CELL_PX)
    for (let left = 0; left + CELL_PX <= frame.widthPx; left += CELL_PX) {
      const count = 1 + Math.floor(random() * 4);
      // The newest may be due soon, just now, or long ago.
      const ageMs = random() < 0.2 ? random() * 900_000 : random() * 5_000 - 3_500;
      let playAt = Math.floor(frame.timeMs - ageMs);
      const fixes = Array.from({ length: count }, () => {
        const fix = {
          ...worldAt(near(left + CELL_PX / 2), near(top + CELL_PX / 2), frame),
          playAt,
          ...(random() < 0.8 ? { heading: Math.floor(random() * 254) } : {}),
        };
        playAt -= Math.floor(random() * 2_500);
        return fix;
      }).reverse();
      vehicles.push({
        fixes,
        status: Math.floor(random() * 4),
        filtered: random() < 0.05,
        clustered: random() < 0.05,
        intervalS: random() < 0.3 ? Math.floor(random() * 255) : 1,
        latenessSteps: random() < 0.2 ? Math.floor(random() * 3_000) : 0,
      });
    }
  return vehicles;
}

export interface ExpectedMarker {
  /** CSS pixels on the canvas. */
  readonly x: number;
  readonly y: number;
  /** Index into MARKER_LOOKS. */
  readonly look: number;
  /** Within the fill of any look: ahead of the marks, on the marker's axis. */
  readonly probe: { readonly x: number; readonly y: number };
}

/** What the store's own arithmetic says is on the frame. */
export function expectMarkers(vehicles: readonly StagedVehicle[], frame: FleetFrame): ExpectedMarker[] {
  const columns: FleetColumns = stageColumns();
  for (const [row, vehicle] of vehicles.entries()) stage(columns, row, vehicle);
  const sample = { x: 0, y: 0, headingDegrees: -1, moving: false };
  return vehicles.flatMap((_, row) => {
    const meta = at(columns.meta, row);
    const age = frame.timeMs - newestRecordedMs(columns, row);
    const state = connectivity(age, frame, intervalSeconds(meta) * 1_000);
    if (isFiltered(meta) || isClustered(meta) || state === 'lost') return [];
    sampleVehicle(columns, row, frame.timeMs, sample);
    const x = (sample.x - frame.worldLeft) * frame.scale;
    const y = (sample.y - frame.worldTop) * frame.scale;
    const angle = (Math.max(0, sample.headingDegrees) / 180) * Math.PI;
    const probe = { x: x + Math.sin(angle) * 4, y: y - Math.cos(angle) * 4 };
    return [{ x, y, look: state === 'stale' ? 4 : statusIndex(meta), probe }];
  });
}

/** Mulberry32: the same fleet in every run. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
