'use client';

import { useEffect, useRef, type RefObject } from 'react';
import { createPortal } from 'react-dom';
import { useMap } from 'react-leaflet';
import { useLiveStore } from '#components/live/use-live.ts';
import type { PlanePoint } from '#lib/domain/polygon.ts';
import type { VehicleLayer } from '../vehicles/vehicle-layer.ts';
import { vehiclesWithin } from './vehicles-within.ts';

/** Closer points add nothing to an outline drawn by hand. */
const STEP_PX = 4;
const MOST_POINTS = 2_000;
/** A smaller drag is a click with an unsteady hand. */
const SMALLEST_PX = 8;

/** Dragging with Shift draws an outline; whoever is shown within is chosen. The driver list does the same by keyboard. */
export function Lasso({
  layerRef,
  onChoose,
}: {
  readonly layerRef: RefObject<VehicleLayer | null>;
  readonly onChoose: (driverIds: ReadonlySet<number>) => void;
}) {
  const map = useMap();
  const store = useLiveStore();
  const line = useRef<SVGPathElement>(null);
  const choose = useRef(onChoose);
  useEffect(() => {
    choose.current = onChoose;
  });

  useEffect(() => {
    const container = map.getContainer();
    const boxZoom = map.boxZoom.enabled();
    // Leaflet would zoom to a box by the same gesture.
    map.boxZoom.disable();
    let outline: PlanePoint[] | null = null;

    const draw = () => {
      const path = (outline ?? []).map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
      line.current?.setAttribute('d', path === '' ? '' : `${path}Z`);
    };
    const stop = () => {
      outline = null;
      draw();
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', finish);
      window.removeEventListener('pointercancel', stop);
      window.removeEventListener('keydown', giveUp, true);
    };
    const pointOf = ({ clientX, clientY }: PointerEvent): PlanePoint => {
      const { left, top } = container.getBoundingClientRect();
      return { x: Math.round(clientX - left), y: Math.round(clientY - top) };
    };
    const move = (event: PointerEvent) => {
      if (outline === null) return;
      const point = pointOf(event);
      const last = outline.at(-1);
      if (last !== undefined && Math.hypot(point.x - last.x, point.y - last.y) < STEP_PX) return;
      if (outline.length < MOST_POINTS) outline.push(point);
      draw();
    };
    const finish = () => {
      const drawn = outline ?? [];
      stop();
      const layer = layerRef.current;
      const [xs, ys] = [drawn.map(({ x }) => x), drawn.map(({ y }) => y)];
      const size = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
      if (layer === null || drawn.length < 3 || size < SMALLEST_PX) return;
      swallowClick();
      choose.current(vehiclesWithin(drawn, map, layer, store));
    };
    const giveUp = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      stop();
    };
    const begin = (event: PointerEvent) => {
      if (!event.shiftKey || event.button !== 0 || event.pointerType === 'touch') return;
      if (event.target instanceof Element && event.target.closest('button, a') !== null) return;
      event.preventDefault();
      outline = [pointOf(event)];
      window.addEventListener('pointermove', move);
      window.addEventListener('pointerup', finish);
      window.addEventListener('pointercancel', stop);
      window.addEventListener('keydown', giveUp, true);
    };
    // Text would be marked as selected by the same gesture.
    const keepText = (event: MouseEvent) => {
      if (outline !== null) event.preventDefault();
    };
    container.addEventListener('pointerdown', begin, true);
    container.addEventListener('mousedown', keepText, true);
    return () => {
      stop();
      container.removeEventListener('pointerdown', begin, true);
      container.removeEventListener('mousedown', keepText, true);
      if (boxZoom) map.boxZoom.enable();
    };
  }, [map, layerRef, store]);

  return createPortal(
    <svg aria-hidden="true" className="pointer-events-none absolute inset-0 z-[650] size-full">
      <path
        ref={line}
        className="fill-accent/15 stroke-accent"
        strokeWidth={2}
        strokeLinejoin="round"
        strokeDasharray="6 4"
      />
    </svg>,
    map.getContainer(),
  );
}

/** The click that ends the drag is no click on what lies under it. */
function swallowClick(): void {
  const swallow = (event: MouseEvent) => event.stopPropagation();
  window.addEventListener('click', swallow, { capture: true, once: true });
  // The click comes with this event or never.
  setTimeout(() => window.removeEventListener('click', swallow, true), 0);
}
