import L from 'leaflet';
import { isAnimatingZoom, newPixelOrigin } from './leaflet-internals.ts';

/** Where a viewport canvas stands: layer point of its corner, its size, and the view it was drawn for. */
export interface CanvasView {
  readonly context: CanvasRenderingContext2D;
  readonly size: L.Point;
  readonly origin: L.Point;
  readonly zoom: number;
  readonly ratio: number;
}

/**
 * One canvas over the map's viewport and some padding around it, drawn when the map comes to rest and
 * carried along by CSS meanwhile, as Leaflet's own renderers are.
 */
export class ViewportCanvas extends L.Layer {
  private canvas: HTMLCanvasElement | undefined;
  private shownOn: L.Map | undefined;
  private drawnCenter: L.LatLng | undefined;
  private drawnZoom = 0;

  constructor(
    private readonly paint: (view: CanvasView, map: L.Map) => void,
    pane: string,
    private readonly padding = 0.25,
  ) {
    super();
    L.setOptions(this, { pane });
  }

  override onAdd(map: L.Map): this {
    this.shownOn = map;
    this.canvas = L.DomUtil.create('canvas', 'leaflet-zoom-animated', this.getPane());
    this.canvas.style.pointerEvents = 'none';
    this.canvas.setAttribute('aria-hidden', 'true');
    map.on('zoomanim', this.onZoomAnimation, this);
    map.on('zoom', this.onZoom, this);
    map.on('moveend viewreset resize', this.redraw, this);
    this.redraw();
    return this;
  }

  override onRemove(map: L.Map): this {
    map.off('zoomanim', this.onZoomAnimation, this);
    map.off('zoom', this.onZoom, this);
    map.off('moveend viewreset resize', this.redraw, this);
    this.canvas?.remove();
    this.canvas = undefined;
    this.shownOn = undefined;
    return this;
  }

  redraw(): void {
    const map = this.shownOn;
    const canvas = this.canvas;
    const context = canvas?.getContext('2d');
    if (!map || !canvas || !context || isAnimatingZoom(map)) return;
    const viewport = map.getSize();
    const size = viewport.multiplyBy(1 + 2 * this.padding).round();
    const origin = map.containerPointToLayerPoint(viewport.multiplyBy(-this.padding)).round();
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    if (canvas.width !== size.x * ratio || canvas.height !== size.y * ratio) {
      canvas.width = size.x * ratio;
      canvas.height = size.y * ratio;
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
    }
    L.DomUtil.setPosition(canvas, origin);
    this.drawnCenter = map.getCenter();
    this.drawnZoom = map.getZoom();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.x, size.y);
    this.paint({ context, size, origin, zoom: this.drawnZoom, ratio }, map);
  }

  private onZoomAnimation({ center, zoom }: L.ZoomAnimEvent): void {
    this.transform(center, zoom);
  }

  private onZoom(): void {
    const map = this.shownOn;
    if (map !== undefined) this.transform(map.getCenter(), map.getZoom());
  }

  private transform(center: L.LatLng, zoom: number): void {
    const map = this.shownOn;
    if (map === undefined || this.canvas === undefined || this.drawnCenter === undefined) return;
    const scale = map.getZoomScale(zoom, this.drawnZoom);
    const offset = map
      .getSize()
      .multiplyBy(-scale * (0.5 + this.padding))
      .add(map.project(this.drawnCenter, zoom))
      .subtract(newPixelOrigin(map, center, zoom));
    L.DomUtil.setTransform(this.canvas, offset, scale);
  }
}
