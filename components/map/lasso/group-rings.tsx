'use client';

import { useEffect, useRef, type RefObject } from 'react';
import { createPortal } from 'react-dom';
import { useMap } from 'react-leaflet';
import { tokenColour, watchTheme } from '../map-theme.ts';
import type { VehicleLayer } from '../vehicles/vehicle-layer.ts';

const RING_PX = 13;
/** Rings tell single vehicles apart; around more they are a carpet and cost frames. */
const MOST_RINGS = 500;

/** A ring around each chosen vehicle, along with its marker. */
export function GroupRings({
  group,
  layerRef,
}: {
  readonly group: ReadonlySet<number>;
  readonly layerRef: RefObject<VehicleLayer | null>;
}) {
  const map = useMap();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || group.size === 0 || group.size > MOST_RINGS) return;
    let zooming = false;
    const draw = () => {
      const { x: width, y: height } = map.getSize();
      const ratio = window.devicePixelRatio;
      if (element.width !== width * ratio || element.height !== height * ratio) {
        element.width = width * ratio;
        element.height = height * ratio;
      }
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      // While the map zooms, its own arithmetic already answers for the end.
      if (zooming) return;
      context.beginPath();
      for (const driverId of group) {
        const shown = layerRef.current?.shownAt(driverId);
        if (shown === undefined) continue;
        const { x, y } = map.latLngToContainerPoint(shown);
        if (x < -RING_PX || y < -RING_PX || x > width + RING_PX || y > height + RING_PX) continue;
        context.moveTo(x + RING_PX, y);
        context.arc(x, y, RING_PX, 0, 2 * Math.PI);
      }
      context.strokeStyle = tokenColour('surface');
      context.lineWidth = 4;
      context.stroke();
      context.strokeStyle = tokenColour('accent');
      context.lineWidth = 2;
      context.stroke();
    };
    const begin = () => {
      zooming = true;
      draw();
    };
    const end = () => {
      zooming = false;
      draw();
    };
    draw();
    map.on('zoomstart', begin);
    map.on('zoomend', end);
    map.on('move resize', draw);
    const stops = [layerRef.current?.onFrame(draw), watchTheme(draw)];
    return () => {
      map.off('zoomstart', begin);
      map.off('zoomend', end);
      map.off('move resize', draw);
      for (const stop of stops) stop?.();
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, element.width, element.height);
    };
  }, [map, layerRef, group]);
  return createPortal(
    <canvas
      ref={canvas}
      aria-hidden="true"
      className="pointer-events-none absolute inset-0 z-[595] size-full"
    />,
    map.getContainer(),
  );
}
