import type { FleetColumns } from '#lib/store/fleet-columns.ts';

/** How the fleet is drawn: on the graphics card, by a worker's own pixels, or by our own on the page's thread. */
export type FleetRendererKind = 'webgl' | 'worker' | 'page';

/** A view of the world on a canvas: `(world - worldLeft) * scale` is CSS pixels from the canvas' left edge. */
export interface FleetView {
  /** World units (see world.ts) at the canvas' left and top edge; fractional, negative beyond the world's edge. */
  readonly worldLeft: number;
  readonly worldTop: number;
  /** CSS pixels per world unit. */
  readonly scale: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Device pixels per CSS pixel, 1 to 3, may be fractional. */
  readonly ratio: number;
}

/** One frame to draw. The object may be used again for the next frame: copy what is to be kept. */
export interface FleetFrame extends FleetView {
  /** Server's clock, ms after `columns.baseMs`, fractional. */
  readonly timeMs: number;
  /** Reduced motion: vehicles stand at their newest fix instead of gliding behind it. */
  readonly still: boolean;
  /** Markers shrink on a wide view; 1 is full size. */
  readonly markerScale: number;
  /** Drawn last, at full size, with its ring, in whatever state; -1: none. */
  readonly selectedRow: number;
  /** Index into MARKER_LOOKS shown instead of the driver's status while the position is fresh; -1: by status. */
  readonly look: number;
  /** A fix this old is stale, or three reporting intervals if that is longer. */
  readonly staleAfterMs: number;
  /** A fix this old is not drawn. */
  readonly lostAfterMs: number;
}

/** A name below a marker, painted once on the page: the pixels are premultiplied by nothing (ImageData). */
export interface LabelImage {
  readonly key: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixels: ImageData;
}

export interface VehicleLabel {
  readonly row: number;
  readonly image: LabelImage;
}

/** CSS pixels from a marker's middle down to its label's top edge. */
export const LABEL_GAP_PX = 13;

/**
 * Draws all vehicles of a fleet. What is drawn: rows with a fix that are neither filtered out, clustered nor
 * lost, and the selected one in any state; each at its place along its fixes at `timeMs`, turned the short
 * way; labels below; the selected one last, on top, with its ring.
 */
export interface FleetRenderer {
  readonly kind: FleetRendererKind;
  /** Belong on the map, one of them visible (two while the one takes over from the other). */
  readonly canvases: readonly HTMLCanvasElement[];
  /** The one with the present picture. */
  canvas(): HTMLCanvasElement;
  /** The view that its content was drawn for; the layer holds the canvas on it. */
  shown(): FleetView | undefined;
  /** The theme changed: paint the markers anew. */
  restyle(): void;
  /** The labels from the next frame on; rows are those of the columns as they are now. */
  label(labels: readonly VehicleLabel[]): void;
  /**
   * Takes the touched rows of the columns and draws: `drawn` when the canvas shows it now, `sent` when it will
   * (`onShown` tells), `busy` when it is still at work on an earlier frame and left both for a later call.
   */
  draw(frame: FleetFrame): 'drawn' | 'sent' | 'busy';
  /** Nothing moves until the next `draw`. */
  rest(): void;
  close(): void;
}

/** A renderer, or why this way of drawing cannot be had here. */
export type FleetRendererResult =
  | { readonly usable: true; readonly renderer: FleetRenderer }
  | { readonly usable: false; readonly reason: string };

export interface FleetRendererOptions {
  readonly columns: FleetColumns;
  /** New content is on the canvas, outside a call of `draw`. */
  readonly onShown: () => void;
  /** It cannot go on: the context was lost for good, the worker died. Called once; close it and take another. */
  readonly onLost: (reason: string) => void;
}
