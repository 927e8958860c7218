import type L from 'leaflet';
import { STREET_CLASSES } from '#lib/domain/street-class.ts';
import { WORLD_SIZE } from '#lib/store/world.ts';
import type { MapTheme } from '../map-theme.ts';
import { ViewportCanvas, type CanvasView } from '../viewport-canvas.ts';
import { anchorDistances, createCollisions, glyphsAlong, lineLength, type Glyph } from './label-placement.ts';
import type { StreetName } from './street-names.ts';
import { STREET_PALETTE, type StreetPalette } from './street-palette.ts';

/** The first zoom at which a class shows its names. */
const FIRST_ZOOM: readonly number[] = STREET_CLASSES.map((street) => {
  if (street === 'secondary' || street === 'primary' || street === 'trunk' || street === 'motorway')
    return 13;
  if (street === 'tertiary') return 14;
  if (street === 'residential' || street === 'unclassified' || street === 'living') return 15;
  return 16;
});
const FIRST_SHIELD_ZOOM = 11;
const SPACING_PX = 340;
const MIN_REPEAT_PX = 200;
const SHIELD_SPACING_PX = 420;
/** The busiest that fit; a viewport holds fewer. */
const MAX_LABELS = 260;

export interface StreetLabels {
  readonly layer: L.Layer;
  setTheme(theme: MapTheme): void;
  setNames(names: readonly StreetName[]): void;
}

/** Street names written along their streets, road numbers as shields; placed anew when the map rests. */
export function createStreetLabels(pane: string, theme: MapTheme, fontFamily: string): StreetLabels {
  let names: readonly StreetName[] = [];
  let current = theme;
  const widths = new Map<string, readonly number[]>();
  const layer = new ViewportCanvas((view, map) => {
    if (view.zoom < FIRST_SHIELD_ZOOM || names.length === 0) return;
    paintLabels(view, map.getPixelOrigin(), names, STREET_PALETTE[current], fontFamily, widths);
  }, pane);
  return {
    layer,
    setTheme(next) {
      if (current === next) return;
      current = next;
      layer.redraw();
    },
    setNames(next) {
      names = next;
      layer.redraw();
    },
  };
}

function paintLabels(
  { context, size, origin, zoom }: CanvasView,
  pixelOrigin: L.Point,
  names: readonly StreetName[],
  palette: StreetPalette,
  fontFamily: string,
  widthCache: Map<string, readonly number[]>,
): void {
  const scale = (256 * 2 ** zoom) / WORLD_SIZE;
  const left = pixelOrigin.x + origin.x;
  const top = pixelOrigin.y + origin.y;
  const collisions = createCollisions();
  const said = new Map<string, Glyph[]>();
  let placed = 0;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  for (const name of names) {
    if (placed >= MAX_LABELS) return;
    if (zoom < (name.shield ? FIRST_SHIELD_ZOOM : (FIRST_ZOOM[name.rank] ?? 16))) continue;
    if (name.east * scale < left || name.west * scale > left + size.x) continue;
    if (name.south * scale < top || name.north * scale > top + size.y) continue;
    const line = new Float64Array(name.line.length);
    for (let i = 0; i + 1 < line.length; i += 2) {
      line[i] = (name.line[i] ?? 0) * scale - left;
      line[i + 1] = (name.line[i + 1] ?? 0) * scale - top;
    }
    const length = lineLength(line);
    if (name.shield) {
      placed += paintShields(context, name, line, length, size, palette, fontFamily, collisions);
      continue;
    }
    const major = name.rank >= STREET_CLASSES.indexOf('tertiary');
    const fontPx = (major ? 11.5 : 10.5) + Math.max(0, Math.min(2, zoom - 16));
    context.font = `${major ? 550 : 500} ${fontPx}px ${fontFamily}`;
    const key = `${context.font}|${name.text}`;
    const glyphWidths = widthCache.get(key) ?? measure(context, name.text);
    if (widthCache.size > 4_000) widthCache.clear();
    widthCache.set(key, glyphWidths);
    const textPx = glyphWidths.reduce((sum, width) => sum + width, 0);
    for (const middle of anchorDistances(length, textPx, SPACING_PX)) {
      const glyphs = glyphsAlong(line, middle, glyphWidths);
      const first = glyphs?.[0];
      if (glyphs === undefined || first === undefined || isRepeated(said, name.text, first)) continue;
      if (!fits(glyphs, size, fontPx, collisions)) continue;
      paintText(context, [...name.text], glyphs, major ? palette.labelMajor : palette.label, palette.halo);
      said.set(name.text, [...(said.get(name.text) ?? []), first]);
      placed += 1;
    }
  }
}

/** Two carriageways carry one name: said once, it is not said again beside itself. */
function isRepeated(said: ReadonlyMap<string, readonly Glyph[]>, text: string, at: Glyph): boolean {
  return (said.get(text) ?? []).some(({ x, y }) => Math.hypot(x - at.x, y - at.y) < MIN_REPEAT_PX);
}

function measure(context: CanvasRenderingContext2D, text: string): readonly number[] {
  return [...text].map((glyph) => context.measureText(glyph).width + 0.25);
}

type Collisions = ReturnType<typeof createCollisions>;

/** Free and inside the canvas; takes its place if so. */
function fits(glyphs: readonly Glyph[], size: L.Point, fontPx: number, collisions: Collisions): boolean {
  const half = fontPx * 0.62;
  for (const { x, y } of glyphs) {
    if (x < half || y < half || x > size.x - half || y > size.y - half) return false;
    if (!collisions.isFree(x - half, y - half, x + half, y + half)) return false;
  }
  const first = glyphs[0];
  const last = glyphs.at(-1);
  for (const { x, y } of glyphs) collisions.take(x - half, y - half, x + half, y + half);
  // Room before and after the word, so that two names do not read as one.
  for (const end of [first, last])
    if (end !== undefined) collisions.take(end.x - 3 * half, end.y - half, end.x + 3 * half, end.y + half);
  return true;
}

function paintText(
  context: CanvasRenderingContext2D,
  text: readonly string[],
  glyphs: readonly Glyph[],
  colour: string,
  halo: string,
): void {
  for (const pass of ['halo', 'fill'] as const) {
    context.strokeStyle = halo;
    context.lineWidth = 3;
    context.fillStyle = colour;
    glyphs.forEach(({ x, y, angle }, i) => {
      context.save();
      context.translate(x, y);
      context.rotate(angle);
      if (pass === 'halo') context.strokeText(text[i] ?? '', 0, 0.5);
      else context.fillText(text[i] ?? '', 0, 0.5);
      context.restore();
    });
  }
}

function paintShields(
  context: CanvasRenderingContext2D,
  name: StreetName,
  line: Float64Array,
  length: number,
  size: L.Point,
  palette: StreetPalette,
  fontFamily: string,
  collisions: Collisions,
): number {
  context.font = `600 10px ${fontFamily}`;
  const width = context.measureText(name.text).width + 9;
  const height = 15;
  let placed = 0;
  for (const middle of anchorDistances(length, width, SHIELD_SPACING_PX)) {
    const at = glyphsAlong(line, middle, [1])?.[0];
    if (at === undefined) continue;
    const x0 = Math.round(at.x - width / 2);
    const y0 = Math.round(at.y - height / 2);
    if (x0 < 2 || y0 < 2 || x0 + width > size.x - 2 || y0 + height > size.y - 2) continue;
    // Two carriageways carry one number; one shield serves both.
    if (!collisions.isFree(x0 - 60, y0 - 60, x0 + width + 60, y0 + height + 60)) continue;
    collisions.take(x0 - 4, y0 - 4, x0 + width + 4, y0 + height + 4);
    context.beginPath();
    context.roundRect(x0 + 0.5, y0 + 0.5, width - 1, height - 1, 3.5);
    context.fillStyle = palette.shield;
    context.fill();
    context.strokeStyle = palette.shieldLine;
    context.lineWidth = 1;
    context.stroke();
    context.fillStyle = palette.shieldText;
    context.fillText(name.text, x0 + width / 2, y0 + height / 2 + 0.5);
    placed += 1;
  }
  return placed;
}
