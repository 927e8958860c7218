import type L from 'leaflet';
import { boxContains, boxOf, polygonContains, type PlanePoint } from '#lib/domain/polygon.ts';
import { at, isFiltered } from '#lib/store/fleet-columns.ts';
import type { LiveStore } from '#lib/store/live-store.ts';
import type { VehicleLayer } from '../vehicles/vehicle-layer.ts';

/**
 * Who is shown within an outline in the map's container: by where markers are now, not by the newest fix.
 * Neither those filtered out nor those whose position is too old to be shown.
 */
export function vehiclesWithin(
  outline: readonly PlanePoint[],
  map: L.Map,
  layer: Pick<VehicleLayer, 'shownAt'>,
  { fleet, clock, getState }: Pick<LiveStore, 'fleet' | 'clock' | 'getState'>,
): ReadonlySet<number> {
  const box = boxOf(outline);
  const nowMs = clock.nowMs();
  const within = new Set<number>();
  for (const driverId of getState().drivers.keys()) {
    const row = fleet.rowOf(driverId);
    if (
      row === undefined ||
      isFiltered(at(fleet.columns.meta, row)) ||
      fleet.connectivityOf(row, nowMs) === 'lost'
    )
      continue;
    const shown = layer.shownAt(driverId);
    if (shown === undefined) continue;
    const point = map.latLngToContainerPoint(shown);
    if (boxContains(box, point) && polygonContains(outline, point)) within.add(driverId);
  }
  return within;
}
