import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import GeoJSONVT from 'geojson-vt';
import vtpbf from 'vt-pbf';
import type { StreetClass } from '#lib/domain/street-class.ts';
import { streetRank } from '#lib/domain/street-class.ts';
import { nameLines } from './street-names.ts';
import { readStreets, type Street } from './street-network.ts';

/**
 * Cuts the street network into vector tiles for the built-in base map. Idempotent; a few seconds.
 * `node --import tsx tools/basemap/prepare.ts [output folder]`
 */
const OUTPUT = process.argv[2] ?? 'public/basemap';
const MIN_ZOOM = 10;
/** Deeper zooms are drawn from these tiles: one unit is 16 cm there. */
const MAX_ZOOM = 15;
const EXTENT = 4096;
/** An eighth of a tile, so that wide casings and their joins cross tile borders unseen. */
const BUFFER = 256;

/** The quietest class that a zoom shows. */
const FIRST_CLASS: Readonly<Record<number, StreetClass>> = {
  10: 'secondary',
  11: 'tertiary',
  12: 'tertiary',
  13: 'residential',
  14: 'footway',
  15: 'steps',
};

const streets = readStreets();
rmSync(OUTPUT, { recursive: true, force: true });
const bounds = boundsOf(streets);
let written = 0;
const zooms: Record<number, readonly [number, number, number, number]> = {};
for (let zoom = MIN_ZOOM; zoom <= MAX_ZOOM; zoom += 1) {
  const range = tileRange(bounds, zoom);
  zooms[zoom] = range;
  writeZoom(zoom, range);
}
write('names.json', JSON.stringify(packNames()));
write(
  'manifest.json',
  JSON.stringify({ minZoom: MIN_ZOOM, maxZoom: MAX_ZOOM, extent: EXTENT, bounds, zooms }),
);
process.stdout.write(`Base map: ${streets.length} streets in ${written} files under ${OUTPUT}.\n`);

function writeZoom(zoom: number, [minX, minY, maxX, maxY]: readonly [number, number, number, number]): void {
  const first = streetRank(FIRST_CLASS[zoom] ?? 'steps');
  const shown = streets.filter((street) => street.rank >= first || (street.area && zoom >= 14));
  const index = new GeoJSONVT(
    { type: 'FeatureCollection', features: shown.map(feature) },
    { maxZoom: zoom, indexMaxZoom: zoom, indexMaxPoints: 0, extent: EXTENT, buffer: BUFFER, tolerance: 4 },
  );
  for (let x = minX; x <= maxX; x += 1)
    for (let y = minY; y <= maxY; y += 1) {
      const tile = index.getTile(zoom, x, y);
      const data =
        tile === null
          ? new Uint8Array()
          : vtpbf.fromGeojsonVt({ streets: tile }, { version: 2, extent: EXTENT });
      write(`${zoom}/${x}/${y}.pbf`, data);
    }
}

function feature(street: Street): GeoJSON.Feature {
  const coordinates = street.line.map(([lng, lat]) => [lng, lat]);
  return {
    type: 'Feature',
    properties: { c: street.rank, ...(street.bridge ? { b: 1 } : {}), ...(street.tunnel ? { t: 1 } : {}) },
    geometry: street.area
      ? { type: 'Polygon', coordinates: [coordinates] }
      : { type: 'LineString', coordinates },
  };
}

/** `[name, rank, shield, [lng0, lat0, Δlng, Δlat, …]]` in 1e-5 degrees (1 m), busiest streets first. */
function packNames(): unknown {
  return nameLines(streets)
    .map(({ name, rank, shield, line }) => {
      const packed: number[] = [];
      let x = 0;
      let y = 0;
      for (const [lng, lat] of line) {
        const nextX = Math.round(lng * 1e5);
        const nextY = Math.round(lat * 1e5);
        packed.push(nextX - x, nextY - y);
        x = nextX;
        y = nextY;
      }
      return [name, rank, shield ? 1 : 0, packed] as const;
    })
    .sort((a, b) => b[1] - a[1] || b[3].length - a[3].length || (a[0] < b[0] ? -1 : 1));
}

function boundsOf(all: readonly Street[]): readonly [number, number, number, number] {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const { line } of all)
    for (const [lng, lat] of line) {
      west = Math.min(west, lng);
      east = Math.max(east, lng);
      south = Math.min(south, lat);
      north = Math.max(north, lat);
    }
  return [west, south, east, north];
}

function tileRange(
  [west, south, east, north]: readonly [number, number, number, number],
  zoom: number,
): readonly [number, number, number, number] {
  const column = (lng: number) => Math.floor(((lng + 180) / 360) * 2 ** zoom);
  const row = (lat: number) => {
    const radians = (lat * Math.PI) / 180;
    return Math.floor(((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * 2 ** zoom);
  };
  return [column(west), row(north), column(east), row(south)];
}

function write(name: string, data: string | Uint8Array): void {
  const path = join(OUTPUT, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, data);
  written += 1;
}
