import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type PathFinderClass from 'geojson-path-finder';
import type { Feature, FeatureCollection, LineString, Point, Position } from 'geojson';
import { z } from 'zod';
import { distanceM, type LatLng } from '#lib/domain/geo.ts';
import { largestComponent } from './largest-component.ts';
import type { Random } from './random.ts';
import { cruiseMps, isDrivable } from './road-class.ts';
import { createVertexIndex } from './vertex-index.ts';

/** A path over the streets, vertex by vertex. */
export interface RoadPath {
  readonly points: readonly LatLng[];
  /** Cruising speed on the way from point i to point i + 1, m/s. */
  readonly cruiseMps: readonly number[];
  /** Whether more than two ways meet at point i. */
  readonly isJunction: readonly boolean[];
}

/** The drivable streets of one city, all of them reachable from all others. */
export interface RoadNetwork {
  readonly vertexCount: number;
  /** The quickest way by cruising speeds; undefined when there is none. */
  route(from: number, to: number): RoadPath | undefined;
  randomVertex(random: Random): number;
  nearestVertex(place: LatLng): number;
  at(vertex: number): LatLng;
  /** Name of the nearest named street among those that touch the vertex's surroundings. */
  streetAt(vertex: number): string;
}

const properties = z.object({
  highway: z.string(),
  name: z.string().optional(),
  oneway: z.string().optional(),
  junction: z.string().optional(),
  maxspeed: z.string().optional(),
  tunnel: z.string().optional(),
});
type WayProperties = z.infer<typeof properties>;
const network = z.object({
  features: z.array(
    z.object({
      properties: z.record(z.string(), z.unknown()),
      geometry: z.object({ type: z.string(), coordinates: z.unknown() }),
    }),
  ),
});
const line = z.array(z.tuple([z.number(), z.number()])).min(2);

/** About 0.1 m: finer than any two nodes of the map, coarser than rounding. */
const TOLERANCE_DEGREES = 1e-6;
/** Vertex ids fit into 20 bits, so a directed edge is one number. */
const EDGE_BASE = 1 << 20;

/** Gothenburg's streets, © OpenStreetMap contributors (ODbL), as the routing package carries them. */
export function loadRoadNetwork(): RoadNetwork {
  const require = createRequire(import.meta.url);
  const main = require.resolve('geojson-path-finder');
  const file = new URL('../../test/large-network.json', `file://${main}`);
  return createRoadNetwork(drivableWays(network.parse(JSON.parse(readFileSync(file, 'utf8')))));
}

function drivableWays(source: z.infer<typeof network>): Feature<LineString, WayProperties>[] {
  const ways: Feature<LineString, WayProperties>[] = [];
  for (const feature of source.features) {
    const tags = properties.safeParse(feature.properties);
    if (!tags.success || feature.geometry.type !== 'LineString' || !isDrivable(tags.data.highway)) continue;
    ways.push({
      type: 'Feature',
      properties: tags.data,
      geometry: { type: 'LineString', coordinates: line.parse(feature.geometry.coordinates) },
    });
  }
  return ways;
}

/** Nobody has an address, or waits for help, in a tunnel or on a motorway. */
const addressName = ({ highway, name, tunnel }: WayProperties): string | undefined =>
  tunnel === undefined && !/^(motorway|trunk)/.test(highway) ? name : undefined;

/** @param ways drivable ways whose shared nodes have equal coordinates */
export function createRoadNetwork(ways: readonly Feature<LineString, WayProperties>[]): RoadNetwork {
  const require = createRequire(import.meta.url);
  // The package's ES module entry has extensionless imports, which Node refuses; its CommonJS entry works.
  const { default: PathFinder }: { default: typeof PathFinderClass } = require('geojson-path-finder');

  const idOf = new Map<string, number>();
  const points: LatLng[] = [];
  const neighbours: Set<number>[] = [];
  const street: (string | undefined)[] = [];
  const vertexAt = ([longitude = 0, latitude = 0]: Position): number => {
    const key = `${Math.round(longitude / TOLERANCE_DEGREES)},${Math.round(latitude / TOLERANCE_DEGREES)}`;
    let id = idOf.get(key);
    if (id === undefined) {
      id = points.length;
      idOf.set(key, id);
      points.push({ latitude, longitude });
      neighbours.push(new Set());
    }
    return id;
  };

  const speedOfEdge = new Map<number, number>();
  const forward = new Map<number, number[]>();
  const backward = new Map<number, number[]>();
  const connect = (from: number, to: number, speed: number): void => {
    speedOfEdge.set(from * EDGE_BASE + to, speed);
    append(forward, from, to);
    append(backward, to, from);
  };
  for (const way of ways) {
    const speed = cruiseMps(way.properties.highway, way.properties.maxspeed);
    const direction = directionOf(way.properties);
    const ids = way.geometry.coordinates.map(vertexAt);
    ids.forEach((to, index) => {
      street[to] ??= addressName(way.properties);
      const from = ids[index - 1];
      if (from === undefined || from === to) return;
      neighbours[from]?.add(to);
      neighbours[to]?.add(from);
      if (direction !== 'backward') connect(from, to, speed);
      if (direction !== 'forward') connect(to, from, speed);
    });
  }

  const collection: FeatureCollection<LineString, WayProperties> = {
    type: 'FeatureCollection',
    features: [...ways],
  };
  const finder = new PathFinder<never, WayProperties>(collection, {
    tolerance: TOLERANCE_DEGREES,
    weight: (a, b, way) => {
      const length = distanceM(toLatLng(a), toLatLng(b));
      const seconds = Math.max(length, 0.1) / cruiseMps(way.highway, way.maxspeed);
      const direction = directionOf(way);
      return {
        forward: direction === 'backward' ? 0 : seconds,
        backward: direction === 'forward' ? 0 : seconds,
      };
    },
  });
  const reachable = largestComponent(points.length, forward, backward);
  const named = reachable.filter((vertex) => street[vertex] !== undefined);

  const at = (vertex: number): LatLng => {
    const point = points[vertex];
    if (point === undefined) throw new RangeError(`There is no vertex ${vertex}.`);
    return point;
  };
  const anywhere = createVertexIndex(reachable, at);
  const onNamedStreets = createVertexIndex(named, at);

  return {
    vertexCount: reachable.length,
    at,
    randomVertex: (random) => random.pick(named.length > 0 ? named : reachable),
    nearestVertex: (place) => anywhere.nearest(place),
    streetAt: (vertex) => street[vertex] ?? street[onNamedStreets.nearest(at(vertex))] ?? '',
    route: (from, to) => {
      if (from === to) return undefined;
      const found = finder.findPath(toFeature(at(from)), toFeature(at(to)));
      if (found === undefined) return undefined;
      const ids = withoutRepeats(found.path.map(vertexAt));
      if (ids.length < 2) return undefined;
      return {
        points: ids.map(at),
        cruiseMps: ids.slice(1).map((id, index) => speedOfEdge.get((ids[index] ?? 0) * EDGE_BASE + id) ?? 5),
        isJunction: ids.map((id) => (neighbours[id]?.size ?? 0) > 2),
      };
    },
  };
}

type Direction = 'both' | 'forward' | 'backward';

function directionOf(way: WayProperties): Direction {
  if (way.oneway === '-1') return 'backward';
  if (way.oneway === 'yes' || way.oneway === '1' || way.oneway === 'true') return 'forward';
  const impliedOneway = way.junction === 'roundabout' || way.highway === 'motorway';
  return impliedOneway && way.oneway !== 'no' ? 'forward' : 'both';
}

function append<K>(map: Map<K, number[]>, key: K, value: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

const withoutRepeats = (ids: readonly number[]): number[] => ids.filter((id, index) => id !== ids[index - 1]);
const toLatLng = ([longitude = 0, latitude = 0]: Position): LatLng => ({ latitude, longitude });
const toFeature = (place: LatLng): Feature<Point> => ({
  type: 'Feature',
  properties: {},
  geometry: { type: 'Point', coordinates: [place.longitude, place.latitude] },
});
