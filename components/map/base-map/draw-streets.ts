import { STREET_CLASSES, type StreetClass } from '#lib/domain/street-class.ts';
import { toneOf, type StreetPalette } from './street-palette.ts';
import type { StreetTile } from './street-tiles.ts';
import { casingPx, streetWidthPx } from './street-width.ts';

/**
 * Strokes one data tile. The context's transform maps tile units to the canvas.
 * @param zoom the zoom that is shown, which may be deeper than the data's
 * @param unitsPerPx tile units in a CSS pixel
 */
export function drawStreets(
  context: CanvasRenderingContext2D,
  tile: StreetTile,
  palette: StreetPalette,
  zoom: number,
  unitsPerPx: number,
): void {
  context.lineJoin = 'round';
  if (tile.areas !== undefined) {
    context.fillStyle = palette.area;
    context.fill(tile.areas);
    stroke(context, tile.areas, palette.path, unitsPerPx * 0.7);
  }
  context.lineCap = 'butt';
  each(tile.ground, (street, path) => {
    if (toneOf(street) !== 'path') return;
    const width = streetWidthPx(street, zoom) * unitsPerPx;
    context.setLineDash(dashes(street, zoom, unitsPerPx));
    stroke(context, path, palette.path, width * (street === 'steps' ? 2 : 1));
  });
  context.setLineDash([]);
  each(tile.tunnels, (street, path) => {
    if (toneOf(street) === 'path') return;
    const width = streetWidthPx(street, zoom);
    if (casingPx(street, zoom) > 0) {
      context.setLineDash([3 * unitsPerPx, 3 * unitsPerPx]);
      stroke(context, path, palette.tunnelCasing, (width + 1.6) * unitsPerPx);
      context.setLineDash([]);
    }
    stroke(context, path, palette.tunnel, width * unitsPerPx);
  });
  context.lineCap = 'round';
  each(tile.ground, (street, path) => casing(context, street, path, palette, zoom, unitsPerPx));
  each(tile.ground, (street, path) => surface(context, street, path, palette, zoom, unitsPerPx));
  context.lineCap = 'butt';
  each(tile.bridges, (street, path) => {
    if (toneOf(street) === 'path' && zoom < 16) return;
    const width = streetWidthPx(street, zoom);
    if (width >= 2) stroke(context, path, palette.bridgeCasing, (width + 2.4) * unitsPerPx);
    else casing(context, street, path, palette, zoom, unitsPerPx);
  });
  context.lineCap = 'round';
  each(tile.bridges, (street, path) =>
    surface(context, street, path, palette, zoom, unitsPerPx, toneOf(street) === 'path'),
  );
}

function each(
  paths: readonly (Path2D | undefined)[],
  draw: (street: StreetClass, path: Path2D) => void,
): void {
  paths.forEach((path, rank) => {
    const street = STREET_CLASSES[rank];
    if (path !== undefined && street !== undefined) draw(street, path);
  });
}

function casing(
  context: CanvasRenderingContext2D,
  street: StreetClass,
  path: Path2D,
  palette: StreetPalette,
  zoom: number,
  unitsPerPx: number,
): void {
  const tone = toneOf(street);
  const edge = casingPx(street, zoom);
  if (tone === 'path' || edge === 0) return;
  const colour = { minor: palette.minorCasing, major: palette.majorCasing, motorway: palette.motorwayCasing }[
    tone
  ];
  stroke(context, path, colour, (streetWidthPx(street, zoom) + 2 * edge) * unitsPerPx);
}

function surface(
  context: CanvasRenderingContext2D,
  street: StreetClass,
  path: Path2D,
  palette: StreetPalette,
  zoom: number,
  unitsPerPx: number,
  paths = false,
): void {
  const tone = toneOf(street);
  if (tone === 'path' && !paths) return;
  const colour = tone === 'major' && casingPx(street, zoom) === 0 ? palette.majorThin : palette[tone];
  stroke(context, path, colour, streetWidthPx(street, zoom) * unitsPerPx);
}

function stroke(context: CanvasRenderingContext2D, path: Path2D, colour: string, width: number): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke(path);
}

function dashes(street: StreetClass, zoom: number, unitsPerPx: number): number[] {
  if (street === 'cycleway' || street === 'track' || zoom < 15) return [];
  if (street === 'steps') return [1 * unitsPerPx, 1.6 * unitsPerPx];
  return [3.5 * unitsPerPx, 2 * unitsPerPx];
}
