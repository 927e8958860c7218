/** Where along a line a text can stand: pure geometry, in CSS pixels. */

export interface Glyph {
  readonly x: number;
  readonly y: number;
  /** Radians, the glyph's baseline direction. */
  readonly angle: number;
}

/** Two neighbouring glyphs may turn at most this far: sharper bends tear a word apart. */
const MAX_TURN = 0.5;

export function lineLength(line: ArrayLike<number>): number {
  let length = 0;
  for (let i = 2; i + 1 < line.length; i += 2)
    length += Math.hypot((line[i] ?? 0) - (line[i - 2] ?? 0), (line[i + 1] ?? 0) - (line[i - 1] ?? 0));
  return length;
}

/** Distances along a line at which to try a label: one in the middle of each stretch, the same from any view. */
export function anchorDistances(length: number, textPx: number, spacingPx: number): readonly number[] {
  if (length < textPx + 12) return [];
  const count = Math.max(1, Math.floor(length / spacingPx));
  return Array.from({ length: count }, (_, i) => ((i + 0.5) * length) / count);
}

/**
 * Sets each glyph on the line around the distance `middle`; read left to right.
 * @param widths advance of each glyph
 * @returns undefined where the text does not fit or the line bends too sharply
 */
export function glyphsAlong(
  line: ArrayLike<number>,
  middle: number,
  widths: readonly number[],
): readonly Glyph[] | undefined {
  const total = widths.reduce((sum, width) => sum + width, 0);
  const from = middle - total / 2;
  const start = pointAt(line, from);
  const end = pointAt(line, middle + total / 2);
  if (start === undefined || end === undefined) return undefined;
  const backwards = end.x < start.x;
  const glyphs: Glyph[] = [];
  let distance = 0;
  for (const width of widths) {
    const offset = distance + width / 2;
    const at = pointAt(line, backwards ? from + total - offset : from + offset);
    if (at === undefined) return undefined;
    const angle = backwards ? at.angle + Math.PI : at.angle;
    const last = glyphs.at(-1);
    if (last !== undefined && Math.abs(turn(last.angle, angle)) > MAX_TURN) return undefined;
    glyphs.push({ x: at.x, y: at.y, angle });
    distance += width;
  }
  return glyphs;
}

function turn(from: number, to: number): number {
  return Math.atan2(Math.sin(to - from), Math.cos(to - from));
}

function pointAt(line: ArrayLike<number>, distance: number): Glyph | undefined {
  if (distance < 0) return undefined;
  let rest = distance;
  for (let i = 2; i + 1 < line.length; i += 2) {
    const x0 = line[i - 2] ?? 0;
    const y0 = line[i - 1] ?? 0;
    const dx = (line[i] ?? 0) - x0;
    const dy = (line[i + 1] ?? 0) - y0;
    const length = Math.hypot(dx, dy);
    if (rest <= length && length > 0)
      return { x: x0 + (dx * rest) / length, y: y0 + (dy * rest) / length, angle: Math.atan2(dy, dx) };
    rest -= length;
  }
  return undefined;
}

/** Boxes already taken, in a coarse grid: a label that would touch one is left out. */
export function createCollisions(cellPx = 64) {
  const cells = new Map<string, { x0: number; y0: number; x1: number; y1: number }[]>();
  const each = (x0: number, y0: number, x1: number, y1: number, visit: (key: string) => boolean): boolean => {
    for (let cx = Math.floor(x0 / cellPx); cx <= Math.floor(x1 / cellPx); cx += 1)
      for (let cy = Math.floor(y0 / cellPx); cy <= Math.floor(y1 / cellPx); cy += 1)
        if (visit(`${cx},${cy}`)) return true;
    return false;
  };
  return {
    /** Whether the box is free; does not take it. */
    isFree: (x0: number, y0: number, x1: number, y1: number): boolean =>
      !each(x0, y0, x1, y1, (key) =>
        (cells.get(key) ?? []).some((box) => x0 < box.x1 && x1 > box.x0 && y0 < box.y1 && y1 > box.y0),
      ),
    take(x0: number, y0: number, x1: number, y1: number): void {
      const box = { x0, y0, x1, y1 };
      each(x0, y0, x1, y1, (key) => {
        const held = cells.get(key);
        if (held === undefined) cells.set(key, [box]);
        else held.push(box);
        return false;
      });
    },
  };
}
