import L from 'leaflet';
import { CLUSTERS_BELOW_ZOOM, discRadiusPx, unitsPerPx } from '#lib/store/cluster-cells.ts';
import { createFleetClusters, type FleetCluster } from '#lib/store/fleet-clusters.ts';
import type { FleetStore } from '#lib/store/fleet-store.ts';
import { latitudeOf, longitudeOf } from '#lib/store/world.ts';
import { prefersReducedMotion, watchTheme } from '../map-theme.ts';
import { MapViewTransform } from '../map-view-transform.ts';
import { createClusterPainter, type ClusterPainter } from './cluster-painter.ts';
import { createEasedPlaces } from './eased-places.ts';

export interface ClusterLayerOptions {
  readonly pane: string;
  readonly fleet: FleetStore;
  /** The server's clock, epoch ms. */
  readonly nowMs: () => number;
  readonly fontFamily: string;
}

/** All clusters on one canvas. It folds the fleet once a second, and at once when the view or the filter changes. */
export interface ClusterLayer {
  readonly layer: L.Layer;
  /** Drivers that are never folded. */
  keep(driverIds: ReadonlySet<number>): void;
  clusters(): readonly FleetCluster[];
  membersOf(key: number): readonly number[];
  /** The cluster whose disc is at a place in the container. */
  hit(point: L.Point): FleetCluster | undefined;
  placeOf(cluster: FleetCluster): L.LatLng;
  /** Draws one disc as the one that the pointer is over. */
  raise(key: number | null): void;
  /** Called after every fold. */
  onFold(listener: () => void): () => void;
}

const FOLD_MS = 1_000;
const PADDING = 0.25;
const DISC_REACH_PX = 32;
const LEAST_STEP_PX = 0.75;
/** With reduced motion vehicles are shown at their newest fix: at the end of all time. */
const AT_NEWEST_MS = Number.MAX_SAFE_INTEGER;

class ClusterCanvas extends L.Layer {
  private canvas: HTMLCanvasElement | undefined;
  private shownOn: L.Map | undefined;
  private transform: MapViewTransform | undefined;
  private painter: ClusterPainter | undefined;
  private frame = 0;
  private timer: ReturnType<typeof setInterval> | undefined;
  private stops: (() => void)[] = [];
  private kept: ReadonlySet<number> = new Set();
  private raised: number | null = null;
  private level = -1;
  private filterVersion = -1;
  private drawnAt = L.point(0, 0);
  private readonly folding;
  private readonly places = createEasedPlaces();
  private readonly spot = { x: 0, y: 0 };
  made: readonly FleetCluster[] = [];
  readonly foldListeners = new Set<() => void>();

  constructor(private readonly settings: ClusterLayerOptions) {
    super();
    L.setOptions(this, { pane: settings.pane });
    this.folding = createFleetClusters(settings.fleet);
  }

  override onAdd(map: L.Map): this {
    this.shownOn = map;
    this.canvas = L.DomUtil.create('canvas', '', this.getPane());
    this.canvas.style.pointerEvents = 'none';
    this.canvas.style.position = 'absolute';
    this.canvas.setAttribute('aria-hidden', 'true');
    this.transform = new MapViewTransform(map);
    map.on('zoomanim', this.onZoomAnimation, this);
    map.on('zoom zoomend viewreset', this.onZoom, this);
    map.on('move', this.onMove, this);
    map.on('moveend resize', this.wake, this);
    this.stops = [
      () => map.off('zoomanim', this.onZoomAnimation, this),
      () => map.off('zoom zoomend viewreset', this.onZoom, this),
      () => map.off('move', this.onMove, this),
      () => map.off('moveend resize', this.wake, this),
      this.settings.fleet.onChange(this.onFleet),
      watchTheme(() => {
        this.painter = undefined;
        this.wake();
      }),
    ];
    this.timer = setInterval(this.fold, FOLD_MS);
    this.fold();
    return this;
  }

  override onRemove(): this {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    clearInterval(this.timer);
    for (const stop of this.stops) stop();
    this.transform?.close();
    this.folding.unfold();
    this.canvas?.remove();
    this.canvas = undefined;
    this.shownOn = undefined;
    this.level = -1;
    return this;
  }

  keep(driverIds: ReadonlySet<number>): void {
    this.kept = driverIds;
    this.fold();
  }

  raise(key: number | null): void {
    if (this.raised === key) return;
    this.raised = key;
    this.wake();
  }

  membersOf(key: number): readonly number[] {
    return this.folding.membersOf(key);
  }

  placeOf(cluster: FleetCluster): L.LatLng {
    this.places.read(cluster, performance.now(), this.spot);
    return L.latLng(latitudeOf(this.spot.y), longitudeOf(this.spot.x));
  }

  hit(point: L.Point): FleetCluster | undefined {
    const { shownOn: map, transform } = this;
    if (map === undefined || transform === undefined) return undefined;
    const { scale, originX, originY } = transform.read();
    const layerPoint = map.containerPointToLayerPoint(point);
    const nowMs = performance.now();
    return this.made.find((cluster) => {
      this.places.read(cluster, nowMs, this.spot);
      const dx = this.spot.x * scale - originX - layerPoint.x;
      const dy = this.spot.y * scale - originY - layerPoint.y;
      return Math.hypot(dx, dy) <= discRadiusPx(cluster.count);
    });
  }

  private readonly wake = (): void => {
    if (this.frame === 0 && this.canvas !== undefined) this.frame = requestAnimationFrame(this.draw);
  };

  private readonly fold = (): void => {
    const map = this.shownOn;
    if (map === undefined) return;
    this.foldAt(this.level < 0 ? map.getZoom() : this.level);
  };

  private foldAt(zoom: number): void {
    const { fleet } = this.settings;
    const level = Math.floor(zoom);
    if (level !== this.level || prefersReducedMotion()) this.places.clear();
    // Nothing was folded and nothing is to be: most of the time, at the zooms of streets.
    const idle = level >= CLUSTERS_BELOW_ZOOM && this.level >= CLUSTERS_BELOW_ZOOM;
    this.level = level;
    this.filterVersion = fleet.filterVersion();
    if (idle) return;
    const nowMs = this.settings.nowMs();
    const shownMs = prefersReducedMotion() ? AT_NEWEST_MS : nowMs;
    this.made = this.folding.fold({ zoom: level, nowMs, shownMs, kept: this.kept });
    this.places.take(this.made, performance.now(), LEAST_STEP_PX * unitsPerPx(level));
    for (const listener of this.foldListeners) listener();
    this.wake();
  }

  private readonly onFleet = (): void => {
    if (this.settings.fleet.filterVersion() !== this.filterVersion) this.fold();
  };

  /** Before the map flies: what parts there bursts apart on the way, what joins travels as one. */
  private onZoomAnimation({ zoom }: L.ZoomAnimEvent): void {
    if (Math.floor(zoom) !== this.level) this.foldAt(zoom);
    this.wake();
  }

  private onZoom(): void {
    const zoom = this.shownOn?.getZoom() ?? 0;
    if (Math.floor(zoom) !== this.level) this.foldAt(zoom);
    this.wake();
  }

  /** The pane carries the canvas; it is drawn anew only when what it shows ends. */
  private onMove(): void {
    const map = this.shownOn;
    if (map === undefined) return;
    const moved = map.containerPointToLayerPoint([0, 0]).subtract(this.drawnAt);
    const spare = map.getSize().multiplyBy(PADDING);
    if (Math.abs(moved.x) > spare.x || Math.abs(moved.y) > spare.y) this.wake();
  }

  private readonly draw = (): void => {
    this.frame = 0;
    const { canvas, transform, shownOn: map } = this;
    const context = canvas?.getContext('2d');
    if (!canvas || !context || transform === undefined || map === undefined) return;
    const viewport = map.getSize();
    const spare = viewport.multiplyBy(PADDING).round();
    const size = viewport.add(spare.multiplyBy(2));
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    if (canvas.width !== Math.round(size.x * ratio) || canvas.height !== Math.round(size.y * ratio)) {
      canvas.width = Math.round(size.x * ratio);
      canvas.height = Math.round(size.y * ratio);
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
    }
    this.painter ??= createClusterPainter(this.settings.fontFamily);
    this.drawnAt = map.containerPointToLayerPoint([0, 0]);
    const corner = this.drawnAt.subtract(spare);
    L.DomUtil.setPosition(canvas, corner);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.x, size.y);
    const { scale, originX, originY } = transform.read();
    const nowMs = performance.now();
    for (const cluster of this.made) {
      this.places.read(cluster, nowMs, this.spot);
      const x = this.spot.x * scale - originX - corner.x;
      const y = this.spot.y * scale - originY - corner.y;
      if (x < -DISC_REACH_PX || y < -DISC_REACH_PX) continue;
      if (x > size.x + DISC_REACH_PX || y > size.y + DISC_REACH_PX) continue;
      this.painter.paint(context, cluster, x, y, cluster.key === this.raised);
    }
    if (transform.isFlying() || this.places.moving(nowMs)) this.wake();
  };
}

export function createClusterLayer(options: ClusterLayerOptions): ClusterLayer {
  const canvas = new ClusterCanvas(options);
  return {
    layer: canvas,
    keep: (driverIds) => canvas.keep(driverIds),
    clusters: () => canvas.made,
    membersOf: (key) => canvas.membersOf(key),
    hit: (point) => canvas.hit(point),
    placeOf: (cluster) => canvas.placeOf(cluster),
    raise: (key) => canvas.raise(key),
    onFold(listener) {
      canvas.foldListeners.add(listener);
      return () => canvas.foldListeners.delete(listener);
    },
  };
}
