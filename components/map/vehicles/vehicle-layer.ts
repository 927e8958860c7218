import L from 'leaflet';
import { DRIVER_STATUSES } from '#lib/domain/vocabulary.ts';
import { at, isFiltered, latenessStepsOf, statusIndex } from '#lib/store/fleet-columns.ts';
import { LATENESS_STEP_MS, PLAYOUT_MS } from '#lib/store/playout.ts';
import { sampleVehicle, type VehicleSample } from '#lib/store/sample-vehicle.ts';
import { latitudeOf, longitudeOf } from '#lib/store/world.ts';
import type { FleetStore } from '#lib/store/fleet-store.ts';
import { markerScale } from '../marker-scale.ts';
import { MapViewTransform } from '../map-view-transform.ts';
import { tokenColour, watchTheme } from '../map-theme.ts';
import { createVehicleLabels, MAX_LABELS, type VehicleLabels } from './vehicle-labels.ts';
import { createMarkerSprites, type MarkerSprites } from './marker-sprites.ts';
import type { MarkerLook } from './vehicle-sprites.ts';

export interface VehicleLayerOptions {
  readonly pane: string;
  readonly fleet: FleetStore;
  /** The server's clock, epoch ms. */
  readonly nowMs: () => number;
  /** The short name on a marker; undefined: no label. */
  readonly nameOf: (driverId: number) => string | undefined;
  readonly fontFamily: string;
  /** Shown instead of the driver's status: a customer's map has one vehicle and no roster. */
  readonly look?: Exclude<MarkerLook, 'stale'>;
  /** Vehicles on duty whose position is too old to show; called when the number changes. */
  readonly onHidden?: (count: number) => void;
}

export interface VehicleScene {
  readonly selectedDriverId: number | null;
  /** A line from this driver to this place (world units) while one of the two is selected. */
  readonly line: { readonly driverId: number; readonly x: number; readonly y: number } | null;
}

/** All vehicles on one canvas, as a layer. No object per vehicle, no React. */
export interface VehicleLayer {
  readonly layer: L.Layer;
  setScene(scene: VehicleScene): void;
  /** The vehicle whose marker is nearest to a place in the container, within a radius in CSS pixels. */
  hit(point: L.Point, radiusPx: number): number | undefined;
  /** Where a vehicle is shown now (not where it reported last). */
  shownAt(driverId: number): L.LatLng | undefined;
  /** Called after every frame. */
  onFrame(listener: () => void): () => void;
}

const LABEL_ZOOM = 14;
const MARGIN_PX = 40;
/** Markers do not change while nothing moves, but they age: grey and hidden come by time alone. */
const AGEING_MS = 1_000;
const METRES_AT_EQUATOR = 40_075_016.686;

class FleetCanvas extends L.Layer {
  private canvas: HTMLCanvasElement | undefined;
  private shownOn: L.Map | undefined;
  private transform: MapViewTransform | undefined;
  private sprites: MarkerSprites | undefined;
  private labels: VehicleLabels | undefined;
  private ratio = 0;
  private frame = 0;
  private ageing: ReturnType<typeof setInterval> | undefined;
  private stops: (() => void)[] = [];
  private hidden = -1;
  private drawnIds = new Uint32Array(256);
  private drawnXy = new Float32Array(512);
  private drawnCount = 0;
  private readonly labelled = new Set<number>();
  private readonly sample: VehicleSample = { x: 0, y: 0, headingDegrees: -1, moving: false };
  private readonly reduced = matchMedia('(prefers-reduced-motion: reduce)');
  private scene: VehicleScene = { selectedDriverId: null, line: null };
  readonly frameListeners = new Set<() => void>();

  constructor(private readonly settings: VehicleLayerOptions) {
    super({ pane: settings.pane });
  }

  override onAdd(map: L.Map): this {
    this.shownOn = map;
    this.canvas = L.DomUtil.create('canvas', '', this.getPane());
    this.canvas.style.pointerEvents = 'none';
    this.canvas.style.position = 'absolute';
    this.canvas.setAttribute('aria-hidden', 'true');
    this.transform = new MapViewTransform(map);
    map.on('move zoom zoomanim zoomend viewreset resize', this.wake, this);
    this.stops = [
      () => map.off('move zoom zoomanim zoomend viewreset resize', this.wake, this),
      this.settings.fleet.onChange(this.wake),
      watchTheme(() => {
        this.ratio = 0;
        this.wake();
      }),
    ];
    this.ageing = setInterval(this.wake, AGEING_MS);
    this.wake();
    return this;
  }

  override onRemove(): this {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    clearInterval(this.ageing);
    for (const stop of this.stops) stop();
    this.transform?.close();
    this.canvas?.remove();
    this.canvas = undefined;
    this.shownOn = undefined;
    return this;
  }

  setScene(scene: VehicleScene): void {
    this.scene = scene;
    this.wake();
  }

  hit(point: L.Point, radiusPx: number): number | undefined {
    let best = radiusPx * radiusPx;
    let found: number | undefined;
    for (let i = 0; i < this.drawnCount; i += 1) {
      const dx = at(this.drawnXy, i * 2) - point.x;
      const dy = at(this.drawnXy, i * 2 + 1) - point.y;
      const distance = dx * dx + dy * dy;
      if (distance <= best) {
        best = distance;
        found = at(this.drawnIds, i);
      }
    }
    return found;
  }

  shownAt(driverId: number): L.LatLng | undefined {
    const { fleet } = this.settings;
    const row = fleet.rowOf(driverId);
    if (row === undefined || !sampleVehicle(fleet.columns, row, this.timeOf(row), this.sample))
      return undefined;
    return L.latLng(latitudeOf(this.sample.y), longitudeOf(this.sample.x));
  }

  readonly wake = (): void => {
    if (this.frame === 0 && this.canvas !== undefined) this.frame = requestAnimationFrame(this.draw);
  };

  /** With reduced motion vehicles are shown at their newest fix as soon as it is here. */
  private timeOf(row: number): number {
    const nowMs = this.settings.nowMs();
    if (!this.reduced.matches) return nowMs;
    return (
      nowMs +
      PLAYOUT_MS +
      latenessStepsOf(at(this.settings.fleet.columns.meta, row)) * LATENESS_STEP_MS +
      60_000
    );
  }

  private readonly draw = (): void => {
    this.frame = 0;
    const { canvas, transform } = this;
    const map = this.shownOn;
    const context = canvas?.getContext('2d');
    if (!canvas || !context || !transform || map === undefined) return;
    const size = map.getSize();
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    this.prepare(canvas, size, ratio);
    const origin = map.containerPointToLayerPoint([0, 0]);
    L.DomUtil.setPosition(canvas, origin);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.x, size.y);

    const { fleet } = this.settings;
    const { columns } = fleet;
    const nowMs = this.settings.nowMs();
    const still = this.reduced.matches;
    const { scale, originX, originY } = transform.read();
    const offsetX = -originX - origin.x;
    const offsetY = -originY - origin.y;
    const { selectedDriverId } = this.scene;
    const labels = map.getZoom() >= LABEL_ZOOM ? this.labels : undefined;
    const markerSize = markerScale(map.getZoom());
    let moving = transform.isFlying();
    let hidden = 0;
    let selectedRow = -1;
    this.drawnCount = 0;
    this.drawBelow(context, scale, offsetX, offsetY);
    for (let row = 0; row < columns.size; row += 1) {
      const time = still ? this.timeOf(row) : nowMs;
      if (!sampleVehicle(columns, row, time, this.sample)) continue;
      const id = at(columns.id, row);
      if (isFiltered(at(columns.meta, row)) && id !== selectedDriverId) continue;
      const connectivity = fleet.connectivityOf(row, nowMs);
      const status = DRIVER_STATUSES[statusIndex(at(columns.meta, row))] ?? 'off_duty';
      if (connectivity === 'lost' && id !== selectedDriverId) {
        if (status !== 'off_duty') hidden += 1;
        continue;
      }
      if (this.sample.moving && !still) moving = true;
      const x = this.sample.x * scale + offsetX;
      const y = this.sample.y * scale + offsetY;
      if (x < -MARGIN_PX || y < -MARGIN_PX || x > size.x + MARGIN_PX || y > size.y + MARGIN_PX) continue;
      this.note(id, x, y);
      if (id === selectedDriverId) {
        selectedRow = row;
        continue;
      }
      const look: MarkerLook = connectivity === 'live' ? (this.settings.look ?? status) : 'stale';
      this.sprites?.draw(context, look, this.sample.headingDegrees, x, y, markerSize);
    }
    if (labels !== undefined) this.drawLabels(context, labels);
    if (selectedRow >= 0) this.drawSelected(context, selectedRow, nowMs, scale, offsetX, offsetY);
    fleet.drawn();
    if (hidden !== this.hidden) {
      this.hidden = hidden;
      this.settings.onHidden?.(hidden);
    }
    for (const listener of this.frameListeners) listener();
    if (moving) this.wake();
  };

  private prepare(canvas: HTMLCanvasElement, size: L.Point, ratio: number): void {
    if (canvas.width !== size.x * ratio || canvas.height !== size.y * ratio) {
      canvas.width = size.x * ratio;
      canvas.height = size.y * ratio;
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
    }
    if (ratio === this.ratio) return;
    this.ratio = ratio;
    this.sprites = createMarkerSprites(ratio);
    this.labels = createVehicleLabels(ratio, this.settings.fontFamily);
  }

  private note(id: number, x: number, y: number): void {
    if (this.drawnCount === this.drawnIds.length) {
      const ids = new Uint32Array(this.drawnIds.length * 2);
      const xy = new Float32Array(this.drawnXy.length * 2);
      ids.set(this.drawnIds);
      xy.set(this.drawnXy);
      this.drawnIds = ids;
      this.drawnXy = xy;
    }
    this.drawnIds[this.drawnCount] = id;
    this.drawnXy[this.drawnCount * 2] = x;
    this.drawnXy[this.drawnCount * 2 + 1] = y;
    this.drawnCount += 1;
  }

  /** First those that had their label in the last frame, so that labels do not flicker; then the rest. */
  private drawLabels(context: CanvasRenderingContext2D, labels: VehicleLabels): void {
    labels.begin();
    let count = 0;
    for (const had of [true, false])
      for (let i = 0; i < this.drawnCount && count < MAX_LABELS; i += 1) {
        const id = at(this.drawnIds, i);
        if (this.labelled.has(id) !== had) continue;
        if (id === this.scene.selectedDriverId) continue;
        const name = this.settings.nameOf(id);
        if (name === undefined) continue;
        const drawn = labels.draw(context, name, at(this.drawnXy, i * 2), at(this.drawnXy, i * 2 + 1), false);
        if (drawn) count += 1;
        else if (had) this.labelled.delete(id);
        // Those drawn in the second round join for the next frame only, or they would be drawn twice.
        if (drawn && !had) this.fresh.push(id);
      }
    for (const id of this.fresh) this.labelled.add(id);
    this.fresh.length = 0;
    if (this.labelled.size > 4 * MAX_LABELS) this.labelled.clear();
  }
  private readonly fresh: number[] = [];

  /** Under all markers: the line between a ticket and its driver. */
  private drawBelow(
    context: CanvasRenderingContext2D,
    scale: number,
    offsetX: number,
    offsetY: number,
  ): void {
    const { line } = this.scene;
    if (line === null) return;
    const { fleet } = this.settings;
    const row = fleet.rowOf(line.driverId);
    if (row === undefined || !sampleVehicle(fleet.columns, row, this.timeOf(row), this.sample)) return;
    const path = new Path2D();
    path.moveTo(this.sample.x * scale + offsetX, this.sample.y * scale + offsetY);
    path.lineTo(line.x * scale + offsetX, line.y * scale + offsetY);
    context.save();
    context.lineCap = 'round';
    context.strokeStyle = tokenColour('surface');
    context.lineWidth = 5;
    context.globalAlpha = 0.8;
    context.stroke(path);
    context.strokeStyle = tokenColour('accent');
    context.lineWidth = 2.25;
    context.globalAlpha = 1;
    context.setLineDash([1, 6]);
    context.stroke(path);
    context.restore();
  }

  private drawSelected(
    context: CanvasRenderingContext2D,
    row: number,
    nowMs: number,
    scale: number,
    offsetX: number,
    offsetY: number,
  ): void {
    const { fleet } = this.settings;
    const { columns } = fleet;
    sampleVehicle(columns, row, this.timeOf(row), this.sample);
    const x = this.sample.x * scale + offsetX;
    const y = this.sample.y * scale + offsetY;
    const accent = tokenColour('accent');
    const accuracyM = at(columns.accuracy, row);
    if (accuracyM < 10_000) {
      const latitude = (latitudeOf(this.sample.y) * Math.PI) / 180;
      const worldPerMetre = 2 ** 32 / (METRES_AT_EQUATOR * Math.cos(latitude));
      const radius = accuracyM * worldPerMetre * scale;
      if (radius > 14) {
        context.save();
        context.beginPath();
        context.arc(x, y, radius, 0, 2 * Math.PI);
        context.fillStyle = accent;
        context.globalAlpha = 0.1;
        context.fill();
        context.globalAlpha = 0.45;
        context.strokeStyle = accent;
        context.lineWidth = 1;
        context.stroke();
        context.restore();
      }
    }
    context.save();
    context.beginPath();
    context.arc(x, y, 16, 0, 2 * Math.PI);
    context.strokeStyle = tokenColour('surface');
    context.lineWidth = 5;
    context.stroke();
    context.strokeStyle = accent;
    context.lineWidth = 2.5;
    context.stroke();
    context.restore();
    const status = DRIVER_STATUSES[statusIndex(at(columns.meta, row))] ?? 'off_duty';
    const look: MarkerLook = fleet.connectivityOf(row, nowMs) === 'live' ? status : 'stale';
    this.sprites?.draw(context, look, this.sample.headingDegrees, x, y, 1);
    const name = this.settings.nameOf(at(columns.id, row));
    if (name !== undefined) this.labels?.draw(context, name, x, y + 6, true);
  }
}

export function createVehicleLayer(options: VehicleLayerOptions): VehicleLayer {
  const canvas = new FleetCanvas(options);
  return {
    layer: canvas,
    setScene: (scene) => canvas.setScene(scene),
    hit: (point, radiusPx) => canvas.hit(point, radiusPx),
    shownAt: (driverId) => canvas.shownAt(driverId),
    onFrame(listener) {
      canvas.frameListeners.add(listener);
      return () => canvas.frameListeners.delete(listener);
    },
  };
}
