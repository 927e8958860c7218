'use client';

import type L from 'leaflet';
import { useEffect } from 'react';
import { useMap } from 'react-leaflet';
import { map as words } from '#lib/messages/en/map.ts';
import { currentTheme, watchTheme } from '../map-theme.ts';
import { createRasterTiles } from './raster-tiles.ts';
import { createStreetLabels } from './street-labels.ts';
import { createStreetLayer } from './street-layer.ts';
import { loadStreetNames, type StreetName } from './street-names.ts';
import { STREET_PALETTE } from './street-palette.ts';
import { createStreetTiles, type StreetTiles } from './street-tiles.ts';

export type BaseMapTrouble = 'tiles' | 'streets';

const NAMES_PANE = 'street-names';

let tiles: StreetTiles | undefined;
let names: Promise<readonly StreetName[]> | undefined;

/** One copy for all maps of the page; a failed load is tried again by the next map. */
function streetNames(): Promise<readonly StreetName[]> {
  names ??= loadStreetNames();
  names.catch(() => (names = undefined));
  return names;
}

/** Raster tiles where an address is given, else the built-in streets; the latter also when tiles fail. */
export function BaseMap({
  tileUrl,
  tileAttribution,
  onTrouble,
}: {
  readonly tileUrl: string | null;
  readonly tileAttribution: string | null;
  readonly onTrouble: (trouble: BaseMapTrouble | null) => void;
}) {
  const map = useMap();
  useEffect(() => {
    let removeStreets: (() => void) | undefined;
    const showStreets = () => (removeStreets ??= addStreets(map, () => onTrouble('streets')));
    if (tileUrl === null) {
      showStreets();
      return () => removeStreets?.();
    }
    const raster = createRasterTiles(tileUrl, tileAttribution ?? '', (away) => {
      if (away) showStreets();
      else {
        removeStreets?.();
        removeStreets = undefined;
      }
      onTrouble(away ? 'tiles' : null);
    });
    raster.layer.addTo(map);
    return () => {
      raster.close();
      removeStreets?.();
    };
  }, [map, tileUrl, tileAttribution, onTrouble]);
  return null;
}

function addStreets(map: L.Map, onFailure: () => void): () => void {
  tiles ??= createStreetTiles();
  const pane = map.getPane(NAMES_PANE) ?? map.createPane(NAMES_PANE);
  pane.style.zIndex = '250';
  pane.style.pointerEvents = 'none';
  const theme = currentTheme();
  const container = map.getContainer();
  const fontFamily = getComputedStyle(container).fontFamily;
  container.style.setProperty('--map-land', STREET_PALETTE[theme].land);
  const streets = createStreetLayer(tiles, theme, onFailure);
  const labels = createStreetLabels(NAMES_PANE, theme, fontFamily);
  streets.layer.options.attribution = words.attribution;
  streets.layer.addTo(map);
  labels.layer.addTo(map);
  let removed = false;
  streetNames().then(
    (loaded) => {
      if (!removed) labels.setNames(loaded);
    },
    // Streets without their names are still a map.
    () => undefined,
  );
  const stopWatching = watchTheme((next) => {
    container.style.setProperty('--map-land', STREET_PALETTE[next].land);
    streets.setTheme(next);
    labels.setTheme(next);
  });
  return () => {
    removed = true;
    stopWatching();
    streets.layer.remove();
    labels.layer.remove();
  };
}
