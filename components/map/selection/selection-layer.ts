import L from 'leaflet';
import {
  at,
  fixCount,
  intervalSeconds,
  newestRecordedMs,
  newestSlot,
  RING,
} from '#lib/store/fleet-columns.ts';
import type { FleetStore } from '#lib/store/fleet-store.ts';
import { createTrail, isBridged, shownAtOfRecorded, type TrailPoint } from '#lib/store/trail.ts';
import { worldX, worldY } from '#lib/store/world.ts';
import { MapViewTransform } from '../map-view-transform.ts';
import { watchTheme } from '../map-theme.ts';
import type { VehicleLayer } from '../vehicles/vehicle-layer.ts';
import { ViewportCanvas } from '../viewport-canvas.ts';
import { createMovingParts, type MovingParts, type MovingScene, type WorldPlace } from './moving-parts.ts';
import { paintTrail } from './trail-canvas.ts';

export interface SelectionLayerOptions {
  readonly pane: string;
  readonly driverId: number;
  readonly fleet: FleetStore;
  readonly vehicles: VehicleLayer;
  /** The server's clock, epoch ms. */
  readonly nowMs: () => number;
  /** Fixes were missed: somebody should ask for the record again. */
  readonly onHole: () => void;
}

/** The one selected vehicle: its trail, its accuracy, and the line to its ticket. */
export interface SelectionLayer {
  readonly layer: L.Layer;
  setTicket(place: WorldPlace | null): void;
  /** Takes what the vehicle's record says of the last quarter of an hour. */
  addRecorded(fixes: readonly RecordedFix[]): void;
}

export interface RecordedFix {
  readonly latitude: number;
  readonly longitude: number;
  /** Epoch ms. */
  readonly recordedAtMs: number;
}

/** A wider circle says "somewhere in town": nothing that a drawing adds to. */
const MAX_ACCURACY_M = 10_000;
/** How often the trail of a standing vehicle is drawn anew, because it fades by time alone. */
const FADE_MS = 15_000;

class SelectionOverlay extends L.Layer {
  private readonly trail = createTrail();
  private readonly canvas: ViewportCanvas;
  private shownOn: L.Map | undefined;
  private transform: MapViewTransform | undefined;
  private parts: MovingParts | undefined;
  private stops: (() => void)[] = [];
  private frame = 0;
  private drawnCount = -1;
  private drawnAtMs = 0;
  private newestMs = Number.NEGATIVE_INFINITY;
  private readonly reduced = matchMedia('(prefers-reduced-motion: reduce)');
  ticket: WorldPlace | null = null;

  constructor(private readonly settings: SelectionLayerOptions) {
    super();
    L.setOptions(this, { pane: settings.pane });
    this.canvas = new ViewportCanvas((view, map) => {
      this.drawnAtMs = settings.nowMs();
      this.drawnCount = this.passed();
      paintTrail(view, map, this.trail.points, this.drawnCount, this.drawnAtMs);
    }, settings.pane);
  }

  override onAdd(map: L.Map): this {
    const { fleet, vehicles } = this.settings;
    this.shownOn = map;
    this.transform = new MapViewTransform(map);
    this.takeNewest();
    this.canvas.addTo(map);
    const pane = this.getPane();
    if (pane !== undefined) this.parts = createMovingParts(pane);
    const events = 'move zoom zoomend viewreset resize';
    map.on(events, this.update, this);
    map.on('zoomanim', this.flyAlong, this);
    this.stops = [
      () => map.off(events, this.update, this).off('zoomanim', this.flyAlong, this),
      fleet.onChange(this.takeNewest),
      vehicles.onFrame(this.update),
      watchTheme(() => this.canvas.redraw()),
    ];
    this.update();
    return this;
  }

  override onRemove(): this {
    cancelAnimationFrame(this.frame);
    for (const stop of this.stops) stop();
    this.transform?.close();
    this.canvas.remove();
    this.parts?.remove();
    this.shownOn = undefined;
    return this;
  }

  addRecorded(fixes: readonly RecordedFix[]): void {
    const newest = this.newest();
    if (newest === undefined) return;
    const nowMs = this.settings.nowMs();
    const points: TrailPoint[] = [];
    for (const { latitude, longitude, recordedAtMs } of fixes)
      // What is newer than the store's newest is on its way to the store.
      if (recordedAtMs <= newest.recordedAtMs)
        points.push({
          x: worldX(longitude),
          y: worldY(latitude),
          recordedAtMs,
          shownAtMs: shownAtOfRecorded(recordedAtMs, newest, nowMs),
        });
    this.trail.merge(points);
    this.canvas.redraw();
    this.update();
  }

  /** Per frame: a few attributes; the trail only when the vehicle has passed a fix or it should fade. */
  readonly update = (): void => {
    const map = this.shownOn;
    if (map === undefined || this.transform === undefined) return;
    const count = this.passed();
    if (count !== this.drawnCount || this.settings.nowMs() - this.drawnAtMs > FADE_MS) this.canvas.redraw();
    this.parts?.update(this.scene(), this.transform.read(), map);
  };

  /** A CSS zoom animation tells its beginning and its end only. */
  private flyAlong(): void {
    cancelAnimationFrame(this.frame);
    const step = () => {
      this.update();
      this.frame = this.transform?.isFlying() === true ? requestAnimationFrame(step) : 0;
    };
    this.frame = requestAnimationFrame(step);
  }

  private scene(): MovingScene | null {
    const { fleet, vehicles, driverId } = this.settings;
    const shown = vehicles.shownAt(driverId);
    const row = fleet.rowOf(driverId);
    if (shown === undefined || row === undefined) return null;
    const accuracyM = at(fleet.columns.accuracy, row);
    // As many as are drawn, so that line and tip meet in every frame.
    const end = this.trail.points[this.drawnCount - 1];
    const next = this.trail.points[this.drawnCount];
    const joined = end !== undefined && (next === undefined || isBridged(end, next));
    return {
      vehicle: { x: worldX(shown.lng), y: worldY(shown.lat) },
      accuracyM: accuracyM < MAX_ACCURACY_M ? accuracyM : null,
      trailEnd: joined ? end : null,
      ticket: this.ticket,
    };
  }

  private passed(): number {
    // With reduced motion a vehicle is shown at its newest fix at once.
    return this.trail.passed(this.reduced.matches ? Number.POSITIVE_INFINITY : this.settings.nowMs());
  }

  private newest(): TrailPoint | undefined {
    const { fleet, driverId } = this.settings;
    const row = fleet.rowOf(driverId);
    if (row === undefined) return undefined;
    const { columns } = fleet;
    const meta = at(columns.meta, row);
    const count = fixCount(meta);
    if (count === 0) return undefined;
    const index = row * RING + newestSlot(meta);
    const recordedAtMs = newestRecordedMs(columns, row);
    return {
      x: at(columns.x, index),
      y: at(columns.y, index),
      recordedAtMs,
      // The only one it has: the vehicle stands there already, whatever its turn.
      shownAtMs: count === 1 ? recordedAtMs : columns.baseMs + at(columns.playAt, index),
    };
  }

  private readonly takeNewest = (): void => {
    const newest = this.newest();
    if (newest === undefined || newest.recordedAtMs <= this.newestMs) return;
    const gapMs = newest.recordedAtMs - this.newestMs;
    this.newestMs = newest.recordedAtMs;
    this.trail.add(newest);
    const { fleet, driverId } = this.settings;
    const row = fleet.rowOf(driverId);
    const intervalMs = row === undefined ? 0 : intervalSeconds(at(fleet.columns.meta, row)) * 1_000;
    if (Number.isFinite(gapMs) && gapMs > 2 * intervalMs + 2_000) this.settings.onHole();
  };
}

export function createSelectionLayer(options: SelectionLayerOptions): SelectionLayer {
  const overlay = new SelectionOverlay(options);
  return {
    layer: overlay,
    setTicket(place) {
      overlay.ticket = place;
      overlay.update();
    },
    addRecorded: (fixes) => overlay.addRecorded(fixes),
  };
}
