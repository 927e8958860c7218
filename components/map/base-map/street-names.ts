import { z } from 'zod';
import { worldX, worldY } from '#lib/store/world.ts';

/** A street's name along its line, in world units (see lib/store/world.ts). */
export interface StreetName {
  readonly text: string;
  readonly rank: number;
  readonly shield: boolean;
  /** x0, y0, x1, y1, … */
  readonly line: Float64Array;
  readonly west: number;
  readonly east: number;
  readonly north: number;
  readonly south: number;
}

const Packed = z.array(z.tuple([z.string(), z.int(), z.int(), z.array(z.int())]));
const TIMEOUT_MS = 20_000;

/** Loads the names of the base map, busiest streets first. */
export async function loadStreetNames(root = '/basemap'): Promise<readonly StreetName[]> {
  const response = await fetch(`${root}/names.json`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`Street names answered ${response.status}`);
  const body: unknown = await response.json();
  return Packed.parse(body).map(([text, rank, shield, deltas]) => unpack(text, rank, shield === 1, deltas));
}

function unpack(text: string, rank: number, shield: boolean, deltas: readonly number[]): StreetName {
  const line = new Float64Array(deltas.length);
  let [lng, lat] = [0, 0];
  let [west, east, north, south] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i + 1 < deltas.length; i += 2) {
    lng += deltas[i] ?? 0;
    lat += deltas[i + 1] ?? 0;
    const x = worldX(lng / 1e5);
    const y = worldY(lat / 1e5);
    line[i] = x;
    line[i + 1] = y;
    west = Math.min(west, x);
    east = Math.max(east, x);
    north = Math.min(north, y);
    south = Math.max(south, y);
  }
  return { text, rank, shield, line, west, east, north, south };
}
