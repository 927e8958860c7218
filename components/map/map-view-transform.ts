import type L from 'leaflet';
import { WORLD_SIZE } from '#lib/store/world.ts';
import { isAnimatingZoom, newPixelOrigin, zoomProxy } from './leaflet-internals.ts';

/** World units to layer points: `x * scale - originX`. */
export interface WorldTransform {
  scale: number;
  originX: number;
  originY: number;
}

interface ZoomFlight {
  readonly from: WorldTransform;
  readonly to: WorldTransform;
  readonly fromProxyScale: number;
  readonly toProxyScale: number;
}

const scaleAt = (zoom: number): number => (256 * 2 ** zoom) / WORLD_SIZE;

/**
 * The map's transform in this very frame, also in the middle of a zoom animation: Leaflet animates by CSS
 * transitions, whose progress is read from the element that it times them with. So markers keep their size
 * and stay on their streets.
 */
export class MapViewTransform {
  private flight: ZoomFlight | undefined;
  private readonly current: WorldTransform = { scale: 1, originX: 0, originY: 0 };

  constructor(private readonly map: L.Map) {
    map.on('zoomanim', this.onZoomAnimation, this);
    map.on('zoomend viewreset', this.onRest, this);
  }

  close(): void {
    this.map.off('zoomanim', this.onZoomAnimation, this);
    this.map.off('zoomend viewreset', this.onRest, this);
  }

  isFlying(): boolean {
    return this.flight !== undefined;
  }

  /** The same object every time. */
  read(): Readonly<WorldTransform> {
    const { flight, current } = this;
    if (flight === undefined || !isAnimatingZoom(this.map)) {
      const origin = this.map.getPixelOrigin();
      current.scale = scaleAt(this.map.getZoom());
      current.originX = origin.x;
      current.originY = origin.y;
      return current;
    }
    const p = this.progress(flight);
    current.scale = flight.from.scale + (flight.to.scale - flight.from.scale) * p;
    current.originX = flight.from.originX + (flight.to.originX - flight.from.originX) * p;
    current.originY = flight.from.originY + (flight.to.originY - flight.from.originY) * p;
    return current;
  }

  private progress({ fromProxyScale, toProxyScale }: ZoomFlight): number {
    const proxy = zoomProxy(this.map);
    if (proxy === undefined || fromProxyScale === toProxyScale) return 1;
    const { a } = new DOMMatrixReadOnly(getComputedStyle(proxy).transform);
    return Math.min(1, Math.max(0, (a - fromProxyScale) / (toProxyScale - fromProxyScale)));
  }

  private onZoomAnimation({ center, zoom }: L.ZoomAnimEvent): void {
    const { map } = this;
    const from = map.getPixelOrigin();
    const to = newPixelOrigin(map, center, zoom);
    this.flight = {
      from: { scale: scaleAt(map.getZoom()), originX: from.x, originY: from.y },
      to: { scale: scaleAt(zoom), originX: to.x, originY: to.y },
      fromProxyScale: map.getZoomScale(map.getZoom(), 1),
      toProxyScale: map.getZoomScale(zoom, 1),
    };
  }

  private onRest(): void {
    this.flight = undefined;
  }
}
