import L from 'leaflet';
import { latitudeOf, WORLD_SIZE } from '#lib/store/world.ts';
import type { WorldTransform } from '../map-view-transform.ts';
import { TRAIL_WIDTH_PX } from './trail-canvas.ts';

/** A place in world units. */
export interface WorldPlace {
  readonly x: number;
  readonly y: number;
}

export interface MovingScene {
  /** Where the vehicle is shown in this frame. */
  readonly vehicle: WorldPlace;
  /** Metres; null: unknown or too wide to mean anything. */
  readonly accuracyM: number | null;
  /** The last place of the trail that the vehicle has passed; null: no line from it. */
  readonly trailEnd: WorldPlace | null;
  /** Where the vehicle's ticket is. */
  readonly ticket: WorldPlace | null;
}

/** What changes in each frame, as a few SVG elements in layer points: the map's own panning carries them. */
export interface MovingParts {
  update(scene: MovingScene | null, transform: Readonly<WorldTransform>, map: L.Map): void;
  remove(): void;
}

const METRES_AT_EQUATOR = 40_075_016.686;
/** Smaller circles hide behind the marker. */
const LEAST_RADIUS_PX = 14;
const DASH_PX = [1, 6] as const;
const PERIOD_PX = DASH_PX[0] + DASH_PX[1];

export function createMovingParts(pane: HTMLElement): MovingParts {
  const svg = L.SVG.create('svg');
  svg.setAttribute('width', '1');
  svg.setAttribute('height', '1');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('style', 'position:absolute;top:0;left:0;overflow:visible;pointer-events:none');
  const circle = part(svg, 'circle', {
    fill: 'var(--accent)',
    'fill-opacity': '0.1',
    stroke: 'var(--accent)',
  });
  circle.setAttribute('stroke-opacity', '0.45');
  const lineGround = line(svg, 'var(--surface)', 5);
  lineGround.setAttribute('stroke-opacity', '0.8');
  const dots = line(svg, 'var(--accent)', 2.25);
  dots.setAttribute('stroke-dasharray', DASH_PX.join(' '));
  const tip = line(svg, 'var(--accent)', TRAIL_WIDTH_PX);
  pane.append(svg);

  return {
    update(scene, { scale, originX, originY }, map) {
      show(svg, scene !== null);
      if (scene === null) return;
      const place = ({ x, y }: WorldPlace) => L.point(x * scale - originX, y * scale - originY);
      const vehicle = place(scene.vehicle);
      const radius = scene.accuracyM === null ? 0 : metresToPx(scene.accuracyM, scene.vehicle.y, scale);
      show(circle, radius > LEAST_RADIUS_PX);
      if (radius > LEAST_RADIUS_PX) {
        set(circle, 'cx', vehicle.x);
        set(circle, 'cy', vehicle.y);
        set(circle, 'r', radius);
      }
      show(tip, scene.trailEnd !== null);
      if (scene.trailEnd !== null) span(tip, place(scene.trailEnd), vehicle);
      // Cut to the view: a dotted line to a far place would be thousands of dots in every frame.
      const start = scene.ticket === null ? null : place(scene.ticket);
      const cut = start === null ? false : L.LineUtil.clipSegment(start, vehicle, aroundView(map), false);
      show(lineGround, cut !== false);
      show(dots, cut !== false);
      if (cut === false || start === null) return;
      const [from, to] = cut;
      span(lineGround, from, to);
      span(dots, from, to);
      // Counted from the ticket, so that dots neither crawl with the vehicle nor with the view.
      set(dots, 'stroke-dashoffset', start.distanceTo(from) % PERIOD_PX);
    },
    remove: () => svg.remove(),
  };
}

function part(svg: Element, name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = L.SVG.create(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  svg.append(element);
  return element;
}

const line = (svg: Element, stroke: string, widthPx: number): SVGElement =>
  part(svg, 'line', { stroke, 'stroke-width': String(widthPx), 'stroke-linecap': 'round' });

function span(element: Element, from: L.Point, to: L.Point): void {
  set(element, 'x1', from.x);
  set(element, 'y1', from.y);
  set(element, 'x2', to.x);
  set(element, 'y2', to.y);
}

/** A tenth of a pixel is as fine as anyone sees; an attribute that stays the same costs no paint. */
function set(element: Element, name: string, value: number): void {
  const text = value.toFixed(1);
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

function show(element: Element, shown: boolean): void {
  const value = shown ? 'inline' : 'none';
  if (element.getAttribute('display') !== value) element.setAttribute('display', value);
}

function metresToPx(metres: number, worldY: number, scale: number): number {
  const latitude = (latitudeOf(worldY) * Math.PI) / 180;
  return (metres * WORLD_SIZE * scale) / (METRES_AT_EQUATOR * Math.cos(latitude));
}

/** The view in layer points with half of it around, which a zoom animation may show. */
function aroundView(map: L.Map): L.Bounds {
  const size = map.getSize();
  const min = map.containerPointToLayerPoint(size.multiplyBy(-0.5));
  return L.bounds(min, min.add(size.multiplyBy(2)));
}
