import L from 'leaflet';
import { createTileRetry } from './tile-retry.ts';

/** Raster tiles from a server, which are asked for again when they fail. */
export function createRasterTiles(
  url: string,
  attribution: string,
  onAway: (away: boolean) => void,
): { readonly layer: L.TileLayer; close(): void } {
  // Tile servers tell their readers apart by the page's address, as their terms ask; its path is our own.
  const layer = L.tileLayer(url, { maxZoom: 20, attribution, referrerPolicy: 'origin' });
  const retry = createTileRetry<HTMLImageElement>({
    retry(tile) {
      const { src } = tile;
      // Set anew, even to the same address, an image that failed is loaded again.
      tile.src = src;
    },
    onAway(away) {
      // Kept on the map, unseen, so that it comes back by itself when its server does.
      layer.setOpacity(away ? 0 : 1);
      onAway(away);
    },
    random: Math.random,
    later(task, delayMs) {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
  });
  layer.on('tileload', ({ tile }) => retry.loaded(tile));
  layer.on('tileerror', ({ tile }) => retry.failed(tile));
  layer.on('tileunload', ({ tile }) => {
    if (tile instanceof HTMLImageElement) retry.dropped(tile);
  });
  return {
    layer,
    close() {
      retry.close();
      layer.remove();
    },
  };
}
