/** What following a vehicle does to the view, and what ends it. */

/** Something that a person does to the map. */
export type MapGesture =
  'drag' | 'wheel' | 'pinch' | 'double_click' | 'arrow_key' | 'lasso' | 'zoom_key' | 'zoom_button' | 'press';

/**
 * Whoever takes hold of the view has it: every gesture that may move the map's middle ends following. Plus
 * and minus, as keys or buttons, only choose how close to follow; a press alone selects.
 */
export function endsFollowing(gesture: MapGesture): boolean {
  switch (gesture) {
    case 'drag':
    case 'wheel':
    case 'pinch':
    case 'double_click':
    case 'arrow_key':
    case 'lasso':
      return true;
    case 'zoom_key':
    case 'zoom_button':
    case 'press':
      return false;
  }
}

/** Which gesture a key is to the map; undefined: none. */
export function gestureOfKey(key: string): MapGesture | undefined {
  if (key.startsWith('Arrow')) return 'arrow_key';
  return key === '+' || key === '=' || key === '-' || key === '_' ? 'zoom_key' : undefined;
}

/** From here on streets have names and a turn can be seen. */
export const STREET_ZOOM = 15;

/** Where following begins: close enough to see streets, and never further out than the person was. */
export const followZoom = (zoom: number): number => Math.max(zoom, STREET_ZOOM);

/** How the view comes to the vehicle when following begins. */
export type FirstMove = 'jump' | 'ease' | 'fly';

/** Within the view a short ease; a flight where the way or the level is another. */
export function firstMove(
  { distancePx, zoomChanges }: { readonly distancePx: number; readonly zoomChanges: boolean },
  viewPx: number,
  still: boolean,
): FirstMove {
  if (still) return 'jump';
  return zoomChanges || distancePx > viewPx ? 'fly' : 'ease';
}

/** Shorter ways are noise: a standing vehicle's view stands too. */
const LEAST_STEP_PX = 0.5;

/** A step along with the vehicle; one that has left the view in a single step is jumped to. */
export function nextStep(distancePx: number, viewPx: number, still: boolean): 'stay' | 'flow' | 'jump' {
  if (distancePx < LEAST_STEP_PX) return 'stay';
  return still || distancePx > viewPx ? 'jump' : 'flow';
}
