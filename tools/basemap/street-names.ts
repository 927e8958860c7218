import { streetRank } from '#lib/domain/street-class.ts';
import type { Street } from './street-network.ts';

/** One name along one line, as long as its ways can be joined. */
export interface NamedLine {
  readonly name: string;
  readonly rank: number;
  /** A road number instead of a name: drawn as a shield. */
  readonly shield: boolean;
  readonly line: readonly (readonly [number, number])[];
}

/** Paths and footways are drawn without their names: those are their streets' names again. */
const FIRST_NAMED = streetRank('pedestrian');

type Point = readonly [number, number];
const keyOf = (point: Point) => `${point[0]},${point[1]}`;

/** Joins the ways of each name end to end, so that a label does not repeat at every crossing. */
export function nameLines(streets: readonly Street[]): NamedLine[] {
  const byName = new Map<string, { name: string; rank: number; shield: boolean; lines: Point[][] }>();
  const add = (name: string, rank: number, shield: boolean, line: Street['line']) => {
    const key = `${shield ? '#' : ''}${name}`;
    const held = byName.get(key) ?? { name, rank, shield, lines: [] };
    held.rank = Math.max(held.rank, rank);
    held.lines.push([...line]);
    byName.set(key, held);
  };
  for (const street of streets) {
    if (street.area || street.tunnel) continue;
    if (street.name !== undefined && street.rank >= FIRST_NAMED)
      add(street.name, street.rank, false, street.line);
    if (street.ref !== undefined && (street.street === 'motorway' || street.street === 'trunk'))
      for (const ref of street.ref.split(';').slice(0, 1)) add(ref.trim(), street.rank, true, street.line);
  }
  return [...byName.values()].flatMap(({ name, rank, shield, lines }) =>
    joinLines(lines).map((line) => ({ name, rank, shield, line })),
  );
}

function joinLines(lines: readonly Point[][]): Point[][] {
  const rest = new Set(lines);
  const byEnd = new Map<string, Set<Point[]>>();
  const ends = (line: Point[]) => [line[0], line.at(-1)].filter((point) => point !== undefined).map(keyOf);
  for (const line of lines)
    for (const end of ends(line)) {
      const held = byEnd.get(end) ?? new Set();
      byEnd.set(end, held.add(line));
    }
  const joined: Point[][] = [];
  for (const start of lines) {
    if (!rest.delete(start)) continue;
    let line = start;
    // Grow at the end, then turn round and grow at what was the beginning.
    for (let side = 0; side < 2; side += 1) {
      for (;;) {
        const tail = line.at(-1);
        const next = tail && [...(byEnd.get(keyOf(tail)) ?? [])].find((other) => rest.has(other));
        if (tail === undefined || next === undefined) break;
        rest.delete(next);
        const first = next[0];
        const forward = first !== undefined && keyOf(first) === keyOf(tail);
        line = [...line, ...(forward ? next : next.toReversed()).slice(1)];
      }
      line = line.toReversed();
    }
    joined.push(line);
  }
  return joined;
}
