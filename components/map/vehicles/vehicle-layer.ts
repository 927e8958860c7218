import L from 'leaflet';
import { at, isFiltered, latenessStepsOf, statusIndex } from '#lib/store/fleet-columns.ts';
import { LATENESS_STEP_MS, PLAYOUT_MS } from '#lib/store/playout.ts';
import { sampleVehicle, type VehicleSample } from '#lib/store/sample-vehicle.ts';
import { latitudeOf, longitudeOf } from '#lib/store/world.ts';
import { DRIVER_STATUSES } from '#lib/domain/vocabulary.ts';
import { MapViewTransform } from '../map-view-transform.ts';
import { watchTheme } from '../map-theme.ts';
import { markerScale } from '../marker-scale.ts';
import { createFleetLabels, type FleetLabelsOptions } from './fleet-labels.ts';
import { createMapHolder, setView } from './frame-view.ts';
import { createFrame } from './mutable-frame.ts';
import type { FleetRendererKind } from './fleet-renderer.ts';
import { createRendererStand, type RendererOptions, type RendererStand } from './renderer-stand.ts';
import { vehicleHits, type HitScene } from './vehicle-hits.ts';
import { MARKER_LOOKS, type MarkerLook } from './vehicle-sprites.ts';

export interface VehicleLayerOptions extends RendererOptions, FleetLabelsOptions {
  readonly pane: string;
  /** The server's clock, epoch ms. */
  readonly nowMs: () => number;
  /** Shown instead of the driver's status: a customer's map has one vehicle and no roster. */
  readonly look?: Exclude<MarkerLook, 'stale'>;
  /** Vehicles on duty whose position is too old to show; called when the number changes. */
  readonly onHidden?: (count: number) => void;
}

export interface VehicleScene {
  readonly selectedDriverId: number | null;
}

/** All vehicles on one canvas, as a layer. No object per vehicle, no React. */
export interface VehicleLayer {
  readonly layer: L.Layer;
  setScene(scene: VehicleScene): void;
  /** The vehicle whose marker is nearest to a place in the container, within a radius in CSS pixels. */
  hit(point: L.Point, radiusPx: number): number | undefined;
  /** All vehicles within the radius, nearest first. */
  hitAll(point: L.Point, radiusPx: number): readonly number[];
  /** Where a vehicle is shown now (not where it reported last). */
  shownAt(driverId: number): L.LatLng | undefined;
  /** The same in the container's CSS pixels, in this very frame, also in the middle of a zoom animation. */
  shownIn(driverId: number): L.Point | undefined;
  /** Asks for a frame. */
  wake(): void;
  /** Called after every frame. */
  onFrame(listener: () => void): () => void;
  /** What draws now; null while the layer is on no map. */
  rendererKind(): FleetRendererKind | null;
}

const LABEL_ZOOM = 14;
/** Markers do not change while nothing moves, but they age: grey and hidden come by time alone. */
const AGEING_MS = 1_000;
/** With reduced motion a row is asked for at a time when its newest fix has certainly been reached. */
const LONG_AFTER_MS = 60_000;

class FleetLayer extends L.Layer {
  private shownOn: L.Map | undefined;
  private transform: MapViewTransform | undefined;
  private stand: RendererStand | undefined;
  private frame = 0;
  private sentVersion = 0;
  private ageing: ReturnType<typeof setInterval> | undefined;
  private stops: (() => void)[] = [];
  private hidden = -1;
  private readonly lastFrame = createFrame();
  private readonly labels;
  private readonly holdOnMap = createMapHolder();
  private readonly sample: VehicleSample = { x: 0, y: 0, headingDegrees: -1, moving: false };
  private readonly reduced = matchMedia('(prefers-reduced-motion: reduce)');
  private scene: VehicleScene = { selectedDriverId: null };
  private readonly look: number;
  readonly frameListeners = new Set<() => void>();

  constructor(private readonly settings: VehicleLayerOptions) {
    super();
    L.setOptions(this, { pane: settings.pane });
    this.labels = createFleetLabels(settings);
    this.look = settings.look === undefined ? -1 : MARKER_LOOKS.indexOf(settings.look);
  }

  override onAdd(map: L.Map): this {
    this.shownOn = map;
    this.transform = new MapViewTransform(map);
    const { fleet } = this.settings;
    const pane = this.getPane();
    if (pane === undefined) throw new Error(`The map has no pane ${this.settings.pane}.`);
    this.stand = createRendererStand({
      ...this.settings,
      columns: fleet.columns,
      parent: pane,
      onShown: this.onShown,
      onChanged: this.relabel,
    });
    const moves = 'move zoom zoomanim viewreset resize';
    map.on(moves, this.wake, this);
    map.on('moveend zoomend', this.relabel, this);
    this.stops = [
      () => map.off(moves, this.wake, this),
      () => map.off('moveend zoomend', this.relabel, this),
      fleet.onChange(this.wake),
      watchTheme(() => {
        this.labels.restyle();
        this.stand?.restyle();
        this.wake();
      }),
    ];
    this.ageing = setInterval(this.age, AGEING_MS);
    this.wake();
    return this;
  }

  override onRemove(): this {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    clearInterval(this.ageing);
    for (const stop of this.stops) stop();
    this.stand?.close();
    this.stand = undefined;
    this.transform?.close();
    this.shownOn = undefined;
    return this;
  }

  setScene(scene: VehicleScene): void {
    this.scene = scene;
    this.relabel();
  }

  rendererKind(): FleetRendererKind | null {
    return this.stand?.kind() ?? null;
  }

  hitAll(point: L.Point, radiusPx: number): readonly number[] {
    const map = this.shownOn;
    const { fleet } = this.settings;
    if (map === undefined || this.transform === undefined) return [];
    const place = map.containerPointToLayerPoint(point);
    const { scale, originX, originY } = this.transform.read();
    const x = (place.x + originX) / scale;
    const y = (place.y + originY) / scale;
    return vehicleHits(fleet, x, y, radiusPx / scale, this.hitScene()).map(({ row }) =>
      at(fleet.columns.id, row),
    );
  }

  shownAt(driverId: number): L.LatLng | undefined {
    const shown = this.sampled(driverId);
    return shown && L.latLng(latitudeOf(shown.y), longitudeOf(shown.x));
  }

  shownIn(driverId: number): L.Point | undefined {
    const shown = this.sampled(driverId);
    if (shown === undefined || this.shownOn === undefined || this.transform === undefined) return undefined;
    const { scale, originX, originY } = this.transform.read();
    const inLayer = L.point(shown.x * scale - originX, shown.y * scale - originY);
    return this.shownOn.layerPointToContainerPoint(inLayer);
  }

  private sampled(driverId: number): VehicleSample | undefined {
    const { fleet } = this.settings;
    const row = fleet.rowOf(driverId);
    if (row === undefined) return undefined;
    return sampleVehicle(fleet.columns, row, this.timeOf(row), this.sample) ? this.sample : undefined;
  }

  readonly wake = (): void => {
    if (this.frame === 0 && this.shownOn !== undefined) this.frame = requestAnimationFrame(this.draw);
  };

  private readonly relabel = (): void => {
    this.labels.stale();
    this.wake();
  };

  private readonly draw = (frameAtMs: number): void => {
    this.frame = 0;
    const { transform, stand } = this;
    const map = this.shownOn;
    if (map === undefined || transform === undefined || stand === undefined) return;
    const { fleet } = this.settings;
    const { columns } = fleet;
    const nowMs = this.settings.nowMs();
    const frame = this.lastFrame;
    setView(frame, map, transform.read(), stand.marginPx());
    frame.timeMs = nowMs - columns.baseMs;
    frame.still = this.reduced.matches;
    frame.markerScale = markerScale(map.getZoom());
    frame.selectedRow = this.selectedRow();
    frame.look = this.look;
    frame.staleAfterMs = fleet.limits.staleAfterMs;
    frame.lostAfterMs = fleet.limits.lostAfterMs;
    const placed = this.labels.next(
      frameAtMs,
      frame,
      () => this.hitScene(nowMs),
      map.getZoom() >= LABEL_ZOOM,
    );
    if (placed !== undefined) stand.label(placed);
    const drawn = stand.draw(frame, frameAtMs);
    if (drawn === 'drawn') fleet.drawn();
    else if (drawn === 'sent') this.sentVersion = fleet.version();
    this.hold();
    for (const listener of this.frameListeners) listener();
    const gliding = !frame.still && nowMs < fleet.movingUntilMs();
    if (gliding || transform.isFlying() || stand.isBehind()) this.wake();
    else stand.rest();
  };

  /** Holds what is on the canvas, which may be a few frames old, on its place on the map. */
  private hold(): void {
    const canvas = this.stand?.canvas();
    const shown = this.stand?.shown();
    if (canvas !== undefined && shown !== undefined && this.transform !== undefined)
      this.holdOnMap(canvas, shown, this.transform.read());
  }

  private readonly onShown = (): void => {
    this.hold();
    this.settings.fleet.drawn(this.sentVersion);
  };

  /** Once a second: what is lost by now is counted, and what turned grey is drawn. */
  private readonly age = (): void => {
    const { fleet } = this.settings;
    const { columns } = fleet;
    const nowMs = this.settings.nowMs();
    const offDuty = DRIVER_STATUSES.indexOf('off_duty');
    const selectedRow = this.selectedRow();
    let hidden = 0;
    for (let row = 0; row < columns.size; row += 1) {
      // Drawn in any state.
      if (row === selectedRow) continue;
      const meta = at(columns.meta, row);
      if (statusIndex(meta) === offDuty || isFiltered(meta)) continue;
      if (fleet.connectivityOf(row, nowMs) === 'lost') hidden += 1;
    }
    if (hidden !== this.hidden) {
      this.hidden = hidden;
      this.settings.onHidden?.(hidden);
    }
    this.wake();
  };

  private hitScene(nowMs = this.settings.nowMs()): HitScene {
    // Asked once: the browser's answer is dear, and the whole fleet is gone through.
    const timeOf = this.reduced.matches ? (row: number) => this.timeOf(row, nowMs) : () => nowMs;
    return { selectedRow: this.selectedRow(), nowMs, timeOf };
  }

  private selectedRow(): number {
    const { selectedDriverId } = this.scene;
    return selectedDriverId === null ? -1 : (this.settings.fleet.rowOf(selectedDriverId) ?? -1);
  }

  /** With reduced motion vehicles are shown at their newest fix as soon as it is here. */
  private timeOf(row: number, nowMs = this.settings.nowMs()): number {
    if (!this.reduced.matches) return nowMs;
    const lateMs = latenessStepsOf(at(this.settings.fleet.columns.meta, row)) * LATENESS_STEP_MS;
    return nowMs + PLAYOUT_MS + lateMs + LONG_AFTER_MS;
  }
}

export function createVehicleLayer(options: VehicleLayerOptions): VehicleLayer {
  const layer = new FleetLayer(options);
  return {
    layer,
    setScene: (scene) => layer.setScene(scene),
    hit: (point, radiusPx) => layer.hitAll(point, radiusPx)[0],
    hitAll: (point, radiusPx) => layer.hitAll(point, radiusPx),
    shownAt: (driverId) => layer.shownAt(driverId),
    shownIn: (driverId) => layer.shownIn(driverId),
    wake: layer.wake,
    onFrame(listener) {
      layer.frameListeners.add(listener);
      return () => layer.frameListeners.delete(listener);
    },
    rendererKind: () => layer.rendererKind(),
  };
}
