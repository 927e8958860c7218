import { partingZoom } from '#lib/store/cluster-cells.ts';
import { worldX, worldY } from '#lib/store/world.ts';
import type { VehicleLayer } from '../vehicles/vehicle-layer.ts';

/** Whether vehicles lie on each other even at the map's largest zoom. */
export function isPile(
  layer: VehicleLayer,
  driverIds: readonly number[],
  zoom: number,
  maxZoom: number,
): boolean {
  let minX = Number.POSITIVE_INFINITY;
  let minY = Number.POSITIVE_INFINITY;
  let maxX = 0;
  let maxY = 0;
  for (const id of driverIds) {
    const shown = layer.shownAt(id);
    if (shown === undefined) continue;
    const x = worldX(shown.lng);
    const y = worldY(shown.lat);
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  }
  return maxX > 0 && partingZoom({ minX, minY, maxX, maxY }, zoom, maxZoom) === null;
}
