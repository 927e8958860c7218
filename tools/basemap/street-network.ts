import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { streetClass, streetRank, type StreetClass } from '#lib/domain/street-class.ts';

/** One way of the street network. */
export interface Street {
  readonly street: StreetClass;
  readonly rank: number;
  readonly name: string | undefined;
  readonly ref: string | undefined;
  readonly bridge: boolean;
  readonly tunnel: boolean;
  /** A square or a pedestrian zone: drawn as a surface. */
  readonly area: boolean;
  /** [longitude, latitude] in degrees; a ring when `area`. */
  readonly line: readonly (readonly [number, number])[];
}

interface Network {
  readonly copyright: string;
  readonly features: readonly {
    readonly properties: Readonly<Record<string, string | undefined>>;
    readonly geometry:
      | { readonly type: 'LineString'; readonly coordinates: [number, number][] }
      | { readonly type: 'Polygon'; readonly coordinates: [number, number][][] };
  }[];
}

/** Gothenburg's streets, © OpenStreetMap contributors, ODbL, as the router's package carries them. */
export function readStreets(): Street[] {
  const path = createRequire(import.meta.url)
    .resolve('geojson-path-finder/package.json')
    .replace('package.json', 'test/large-network.json');
  const network: Network = JSON.parse(readFileSync(path, 'utf8'));
  const streets: Street[] = [];
  for (const { properties, geometry } of network.features) {
    const street = streetClass(properties['highway'] ?? '');
    const area = geometry.type === 'Polygon';
    const line = geometry.type === 'Polygon' ? geometry.coordinates[0] : geometry.coordinates;
    if (street === undefined || line === undefined || line.length < 2) continue;
    streets.push({
      street,
      rank: streetRank(street),
      name: properties['name'],
      ref: properties['ref'],
      bridge: (properties['bridge'] ?? 'no') !== 'no',
      tunnel: (properties['tunnel'] ?? 'no') !== 'no',
      area,
      line,
    });
  }
  return streets;
}
