'use client';

import type L from 'leaflet';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { useMap } from 'react-leaflet';
import { useLiveStore } from '#components/live/use-live.ts';
import type { PointerClaims } from '../clusters/clusters.tsx';
import { shortName } from './short-name.ts';
import { createVehicleLayer, type VehicleLayer, type VehicleScene } from './vehicle-layer.ts';

const PANE = 'vehicles';
const MOUSE_RADIUS_PX = 15;
const TOUCH_RADIUS_PX = 24;

/** Puts the fleet on the map and tells what the pointer is over. */
export function Vehicles({
  layerRef,
  claimsRef,
  scene,
  interactive,
  onSelect,
  onHover,
  onHidden,
}: {
  readonly layerRef: RefObject<VehicleLayer | null>;
  /** What takes the pointer first. */
  readonly claimsRef: RefObject<PointerClaims | null>;
  readonly scene: VehicleScene;
  /** False while the pointer picks a place. */
  readonly interactive: boolean;
  readonly onSelect: (driverId: number) => void;
  readonly onHover: (driverId: number | null) => void;
  readonly onHidden: (count: number) => void;
}) {
  const map = useMap();
  const store = useLiveStore();
  const [layer] = useState(() => {
    const names = new Map<string, string>();
    return createVehicleLayer({
      pane: PANE,
      fleet: store.fleet,
      nowMs: store.clock.nowMs,
      nameOf(driverId) {
        const name = store.getState().drivers.get(driverId)?.name;
        if (name === undefined) return undefined;
        let short = names.get(name);
        if (short === undefined) names.set(name, (short = shortName(name)));
        return short;
      },
      fontFamily: getComputedStyle(map.getContainer()).fontFamily,
      onHidden,
    });
  });

  useEffect(() => {
    const pane = map.getPane(PANE) ?? map.createPane(PANE);
    pane.style.zIndex = '590';
    pane.style.pointerEvents = 'none';
    layer.layer.addTo(map);
    layerRef.current = layer;
    return () => {
      layerRef.current = null;
      layer.layer.remove();
    };
  }, [map, layer, layerRef]);

  useEffect(() => layer.setScene(scene), [layer, scene]);

  const handlers = useRef({ onSelect, onHover });
  useEffect(() => {
    handlers.current = { onSelect, onHover };
  });
  useEffect(() => {
    if (!interactive) return;
    const container = map.getContainer();
    const click = (event: L.LeafletMouseEvent) => {
      const touch = 'pointerType' in event.originalEvent && event.originalEvent.pointerType === 'touch';
      const radiusPx = touch ? TOUCH_RADIUS_PX : MOUSE_RADIUS_PX;
      if (claimsRef.current?.click(event.containerPoint, radiusPx) === true) return;
      const id = layer.hit(event.containerPoint, radiusPx);
      if (id !== undefined) handlers.current.onSelect(id);
    };
    let over: number | null = null;
    const tell = (id: number | null) => {
      if (over === id) return;
      over = id;
      container.classList.toggle('map-over-vehicle', id !== null);
      handlers.current.onHover(id);
    };
    // Once a frame at most, and every frame: a vehicle drives away from a pointer that rests.
    let pointer: L.Point | null = null;
    const stopFrames = layer.onFrame(() => {
      if (pointer === null) return;
      const claimed = claimsRef.current?.hover(pointer) === true;
      tell(claimed ? null : (layer.hit(pointer, MOUSE_RADIUS_PX) ?? null));
    });
    const move = (event: L.LeafletMouseEvent) => {
      pointer = event.containerPoint;
      layer.wake();
    };
    const leave = () => {
      pointer = null;
      tell(null);
    };
    map.on('click', click);
    map.on('mousemove', move);
    map.on('mouseout dragstart zoomstart', leave);
    return () => {
      stopFrames();
      leave();
      map.off('click', click);
      map.off('mousemove', move);
      map.off('mouseout dragstart zoomstart', leave);
    };
  }, [map, layer, claimsRef, interactive]);
  return null;
}
