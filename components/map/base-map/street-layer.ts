import L from 'leaflet';
import type { MapTheme } from '../map-theme.ts';
import { drawGraticule } from './graticule.ts';
import { drawStreets } from './draw-streets.ts';
import { STREET_PALETTE } from './street-palette.ts';
import type { StreetTiles } from './street-tiles.ts';

/** The built-in base map: vector tiles of the street network, drawn on one canvas per map tile. */
export interface StreetLayer {
  readonly layer: L.GridLayer;
  setTheme(theme: MapTheme): void;
}

const TILE_PX = 256;

class StreetGrid extends L.GridLayer {
  constructor(
    private readonly tiles: StreetTiles,
    public theme: MapTheme,
    private readonly onFailure: () => void,
  ) {
    super({
      tileSize: TILE_PX,
      maxZoom: 22,
      keepBuffer: 3,
      updateWhenZooming: false,
      className: 'street-tiles',
    });
  }

  override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
    const canvas = document.createElement('canvas');
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    canvas.width = TILE_PX * ratio;
    canvas.height = TILE_PX * ratio;
    void this.draw(canvas, coords, ratio).then(
      () => done(undefined, canvas),
      (error: unknown) => {
        this.onFailure();
        done(error instanceof Error ? error : new Error(String(error)), canvas);
      },
    );
    return canvas;
  }

  private async draw(canvas: HTMLCanvasElement, { x, y, z }: L.Coords, ratio: number): Promise<void> {
    const context = canvas.getContext('2d', { alpha: false });
    if (context === null) throw new Error('The browser gives no canvas.');
    const theme = this.theme;
    const palette = STREET_PALETTE[theme];
    context.fillStyle = palette.land;
    context.fillRect(0, 0, canvas.width, canvas.height);
    const { minZoom, maxZoom, extent } = await this.tiles.manifest();
    const dataZoom = Math.min(z, maxZoom);
    const span = 2 ** (z - dataZoom);
    const column = Math.floor(x / span);
    const row = Math.floor(y / span);
    const tile = dataZoom < minZoom ? null : await this.tiles.tile(dataZoom, column, row);
    drawGraticule(context, { x, y, z }, TILE_PX, ratio, palette.graticule);
    if (tile === null) return;
    const scale = (TILE_PX * span) / extent;
    context.setTransform(
      ratio * scale,
      0,
      0,
      ratio * scale,
      -(x - column * span) * TILE_PX * ratio,
      -(y - row * span) * TILE_PX * ratio,
    );
    drawStreets(context, tile, palette, z, 1 / scale);
  }
}

export function createStreetLayer(tiles: StreetTiles, theme: MapTheme, onFailure: () => void): StreetLayer {
  const layer = new StreetGrid(tiles, theme, onFailure);
  return {
    layer,
    setTheme(next) {
      if (layer.theme === next) return;
      layer.theme = next;
      layer.redraw();
    },
  };
}
