import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { z } from 'zod';
import { STREET_CLASSES } from '#lib/domain/street-class.ts';

const Range = z.tuple([z.int(), z.int(), z.int(), z.int()]);
const Manifest = z.object({
  minZoom: z.int(),
  maxZoom: z.int(),
  extent: z.int(),
  /** west, south, east, north */
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** zoom → minX, minY, maxX, maxY of the tiles that exist */
  zooms: z.record(z.string(), Range),
});
export type StreetManifest = z.infer<typeof Manifest>;

/** One data tile, ready to stroke: paths in tile units, by class. */
export interface StreetTile {
  readonly areas: Path2D | undefined;
  readonly ground: readonly (Path2D | undefined)[];
  readonly bridges: readonly (Path2D | undefined)[];
  readonly tunnels: readonly (Path2D | undefined)[];
}

export interface StreetTiles {
  readonly manifest: () => Promise<StreetManifest>;
  /** Null where there are no streets. */
  readonly tile: (zoom: number, x: number, y: number) => Promise<StreetTile | null>;
}

/** Decoded tiles kept: a wall screen shows some 40 at a time. */
const MAX_TILES = 240;
const TIMEOUT_MS = 15_000;

async function get(path: string): Promise<Response> {
  const response = await fetch(path, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response;
}

/** Loads and keeps the base map's vector tiles. Failed loads are not kept, so that they can be tried again. */
export function createStreetTiles(root = '/basemap'): StreetTiles {
  const tiles = new Map<string, Promise<StreetTile | null>>();
  let manifest: Promise<StreetManifest> | undefined;

  const loadManifest = () => {
    manifest ??= get(`${root}/manifest.json`)
      .then((response) => response.json())
      .then((body: unknown) => Manifest.parse(body));
    manifest.catch(() => (manifest = undefined));
    return manifest;
  };
  const load = async (zoom: number, x: number, y: number): Promise<StreetTile | null> => {
    const range = (await loadManifest()).zooms[String(zoom)];
    if (range === undefined || x < range[0] || y < range[1] || x > range[2] || y > range[3]) return null;
    const body = await (await get(`${root}/${zoom}/${x}/${y}.pbf`)).arrayBuffer();
    return body.byteLength === 0 ? null : decodeTile(body);
  };

  return {
    manifest: loadManifest,
    tile(zoom, x, y) {
      const key = `${zoom}/${x}/${y}`;
      const held = tiles.get(key);
      if (held !== undefined) {
        // Re-insert: the map's order is the order of use.
        tiles.delete(key);
        tiles.set(key, held);
        return held;
      }
      const loading = load(zoom, x, y);
      loading.catch(() => tiles.delete(key));
      tiles.set(key, loading);
      const oldest = tiles.size > MAX_TILES ? tiles.keys().next().value : undefined;
      if (oldest !== undefined) tiles.delete(oldest);
      return loading;
    },
  };
}

function decodeTile(body: ArrayBuffer): StreetTile {
  const layer = new VectorTile(new PbfReader(body)).layers['streets'];
  const empty = () => STREET_CLASSES.map((): Path2D | undefined => undefined);
  const tile = {
    areas: undefined as Path2D | undefined,
    ground: empty(),
    bridges: empty(),
    tunnels: empty(),
  };
  for (let i = 0; i < (layer?.length ?? 0); i += 1) {
    const feature = layer?.feature(i);
    const street = feature?.properties['c'];
    if (feature === undefined || typeof street !== 'number') continue;
    if (feature.type === 3) {
      tile.areas ??= new Path2D();
      trace(tile.areas, feature.loadGeometry(), true);
      continue;
    }
    const paths = feature.properties['t']
      ? tile.tunnels
      : feature.properties['b']
        ? tile.bridges
        : tile.ground;
    trace((paths[street] ??= new Path2D()), feature.loadGeometry(), false);
  }
  return tile;
}

function trace(
  path: Path2D,
  lines: readonly (readonly { readonly x: number; readonly y: number }[])[],
  close: boolean,
): void {
  for (const line of lines) {
    line.forEach(({ x, y }, i) => (i === 0 ? path.moveTo(x, y) : path.lineTo(x, y)));
    if (close) path.closePath();
  }
}
