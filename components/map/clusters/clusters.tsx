'use client';

import L from 'leaflet';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { createPortal } from 'react-dom';
import { useMap } from 'react-leaflet';
import { useLiveStore } from '#components/live/use-live.ts';
import { partingZoom } from '#lib/store/cluster-cells.ts';
import type { FleetCluster } from '#lib/store/fleet-clusters.ts';
import { latitudeOf, longitudeOf } from '#lib/store/world.ts';
import { prefersReducedMotion } from '../map-theme.ts';
import type { VehicleLayer } from '../vehicles/vehicle-layer.ts';
import { centerFor, type InlinePadding } from '../visible-box.ts';
import type { Anchor } from './choice-list.tsx';
import { ClusterCard } from './cluster-card.tsx';
import { createClusterLayer } from './cluster-layer.ts';
import { ClustersInView } from './clusters-in-view.tsx';
import { DriverChoices } from './driver-choices.tsx';
import { isPile } from './pile.ts';

const PANE = 'clusters';
/** A vehicle that stands on a disc's edge takes the pointer when it is this near. */
const VEHICLE_FIRST_PX = 9;
const FLIGHT_S = 0.6;

/** What lies at a place and takes the pointer before the vehicles do. */
export interface PointerClaims {
  hover(point: L.Point): boolean;
  /** Acts on the click when it is its own. */
  click(point: L.Point, radiusPx: number): boolean;
}

/** Folds crowded vehicles into discs, and opens them again: by easing to where they part, or as a list. */
export function Clusters({
  vehiclesRef,
  claimsRef,
  keptIds,
  paddingInline,
  onSelect,
  onMoveMap,
}: {
  readonly vehiclesRef: RefObject<VehicleLayer | null>;
  readonly claimsRef: RefObject<PointerClaims | null>;
  /** Never folded. */
  readonly keptIds: ReadonlySet<number>;
  readonly paddingInline: InlinePadding;
  readonly onSelect: (driverId: number) => void;
  /** The person moves the map by opening a cluster. */
  readonly onMoveMap?: (() => void) | undefined;
}) {
  const map = useMap();
  const store = useLiveStore();
  const [layer] = useState(() =>
    createClusterLayer({
      pane: PANE,
      fleet: store.fleet,
      nowMs: store.clock.nowMs,
      fontFamily: getComputedStyle(map.getContainer()).fontFamily,
    }),
  );
  const [hoveredKey, setHoveredKey] = useState<number | null>(null);
  const [pile, setPile] = useState<{ readonly driverIds: readonly number[]; readonly anchor: Anchor } | null>(
    null,
  );

  useEffect(() => {
    const pane = map.getPane(PANE) ?? map.createPane(PANE);
    // Below the vehicles: one that is not folded, the selected one above all, is never covered.
    pane.style.zIndex = '585';
    pane.style.pointerEvents = 'none';
    layer.layer.addTo(map);
    return () => void layer.layer.remove();
  }, [map, layer]);

  useEffect(() => layer.keep(keptIds), [layer, keptIds]);
  // The fleet does not tell of folding: whoever folds it asks for the frame.
  useEffect(() => layer.onFold(() => vehiclesRef.current?.wake()), [layer, vehiclesRef]);
  useEffect(() => {
    layer.raise(hoveredKey);
    map.getContainer().classList.toggle('map-over-cluster', hoveredKey !== null);
  }, [map, layer, hoveredKey]);

  const list = (driverIds: readonly number[], place: L.LatLng) =>
    setPile({ driverIds, anchor: anchorAt(map, place) });
  const open = (cluster: FleetCluster) => {
    setHoveredKey(null);
    const zoom = partingZoom(cluster, map.getZoom(), map.getMaxZoom());
    if (zoom === null) {
      list(layer.membersOf(cluster.key), layer.placeOf(cluster));
      return;
    }
    onMoveMap?.();
    const middle = L.latLng(
      latitudeOf((cluster.minY + cluster.maxY) / 2),
      longitudeOf((cluster.minX + cluster.maxX) / 2),
    );
    const center = centerFor(map, middle, paddingInline, zoom);
    if (prefersReducedMotion()) map.setView(center, zoom, { animate: false });
    else map.flyTo(center, zoom, { duration: FLIGHT_S });
  };

  const clusterAt = (point: L.Point) => {
    const cluster = layer.hit(point);
    if (cluster === undefined) return undefined;
    return vehiclesRef.current?.hit(point, VEHICLE_FIRST_PX) === undefined ? cluster : undefined;
  };
  const claims: PointerClaims = {
    hover(point) {
      const key = clusterAt(point)?.key ?? null;
      setHoveredKey(key);
      return key !== null;
    },
    click(point, radiusPx) {
      const cluster = clusterAt(point);
      if (cluster !== undefined) {
        open(cluster);
        return true;
      }
      const vehicles = vehiclesRef.current;
      const driverIds = vehicles?.hitAll(point, radiusPx) ?? [];
      if (vehicles === null || driverIds.length < 2) return false;
      if (!isPile(vehicles, driverIds, map.getZoom(), map.getMaxZoom())) return false;
      list(driverIds, map.containerPointToLatLng(point));
      return true;
    },
  };
  const latest = useRef(claims);
  useEffect(() => {
    latest.current = claims;
  });
  useEffect(() => {
    claimsRef.current = {
      hover: (point) => latest.current.hover(point),
      click: (point, radiusPx) => latest.current.click(point, radiusPx),
    };
    const leave = () => setHoveredKey(null);
    const close = () => setPile(null);
    map.on('mouseout dragstart zoomstart', leave);
    map.on('zoomstart', close);
    return () => {
      claimsRef.current = null;
      map.off('mouseout dragstart zoomstart', leave);
      map.off('zoomstart', close);
    };
  }, [map, claimsRef]);

  const section = map.getContainer().parentElement;
  return (
    <>
      {hoveredKey !== null && <ClusterCard key={hoveredKey} clusterKey={hoveredKey} layer={layer} />}
      {section !== null &&
        createPortal(
          <ClustersInView map={map} layer={layer} paddingInline={paddingInline} onOpen={open} />,
          section,
        )}
      {pile !== null && (
        <DriverChoices
          driverIds={pile.driverIds}
          anchor={pile.anchor}
          onSelect={(driverId) => {
            setPile(null);
            onSelect(driverId);
          }}
          onClose={() => setPile(null)}
        />
      )}
    </>
  );
}

/** A place on the map, wherever the map has moved it to. */
function anchorAt(map: L.Map, place: L.LatLng): Anchor {
  return {
    getBoundingClientRect() {
      const box = map.getContainer().getBoundingClientRect();
      const { x, y } = map.latLngToContainerPoint(place);
      return new DOMRect(box.left + x - 12, box.top + y - 12, 24, 24);
    },
  };
}
