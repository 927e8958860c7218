import type { FleetFrame } from '../fleet-renderer.ts';
import type { RowParcel } from './row-parcel.ts';
import type { MarkerSheet } from './sprites.ts';

/** A label's picture as the page painted it, straight alpha, device pixels. */
export interface LabelPicture {
  readonly key: string;
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray;
}

/** Which labels there are from now on; `fresh` are those that the worker has not got, `dropped` it may forget. */
export interface LabelUpdate {
  readonly rows: readonly number[];
  readonly keys: readonly string[];
  readonly fresh: readonly LabelPicture[];
  readonly dropped: readonly string[];
}

/** From the page to the worker. */
export type FleetRequest =
  | { readonly kind: 'markers'; readonly sheet: MarkerSheet }
  | {
      readonly kind: 'frame';
      readonly frame: FleetFrame;
      readonly parcel: RowParcel;
      readonly labels: LabelUpdate | null;
      readonly baseMs: number;
      /** A picture that has been shown, to be composed in again; null: there is none yet. */
      readonly spare: Picture | null;
    }
  /** The canvas that the worker animates by itself. Comes before the first `animate`. */
  | { readonly kind: 'canvas'; readonly canvas: OffscreenCanvas }
  /** Animate the frame's view on that canvas, frame after frame from its time on, until a `frame` is asked for. */
  | {
      readonly kind: 'animate';
      /** Another number for another view, told back when that view is on the canvas. */
      readonly run: number;
      readonly frame: FleetFrame;
      readonly parcel: RowParcel;
      readonly labels: LabelUpdate | null;
      readonly baseMs: number;
      /** When the frame's time was now: epoch ms of the page's monotonic clock. */
      readonly sentAtMs: number;
    }
  /** Nothing moves until the next `animate`. */
  | { readonly kind: 'rest' };

/** The pixels of a raster on their way; `slot` is the worker's name for it. */
export interface Picture {
  readonly slot: number;
  readonly pixels: ArrayBuffer;
}

/** From the worker to the page: `drawn` for each `frame`, `taken` for each `animate`. */
export type FleetReport =
  | {
      readonly kind: 'drawn';
      readonly picture: Picture;
      readonly width: number;
      readonly height: number;
      /** See Raster. */
      readonly bands: Uint8Array;
      /** The rows' buffer, to be filled again. */
      readonly buffer: ArrayBuffer;
      /** What the frame took in the worker. */
      readonly tookMs: number;
    }
  /** The rows are on the canvas (or, in a hidden page, will be). */
  | {
      readonly kind: 'taken';
      /** The rows' buffer, to be filled again. */
      readonly buffer: ArrayBuffer;
      /** Drawn since the last report. */
      readonly pictures: number;
    }
  /** What the canvas shows is of this run. */
  | { readonly kind: 'live'; readonly run: number }
  | { readonly kind: 'failed'; readonly reason: string };

/** Both ends come from one build, so the kind tells the rest. */
export const isFleetRequest = (message: unknown): message is FleetRequest =>
  isOfKind(message, ['markers', 'frame', 'canvas', 'animate', 'rest']);

export const isFleetReport = (message: unknown): message is FleetReport =>
  isOfKind(message, ['drawn', 'taken', 'live', 'failed']);

function isOfKind(message: unknown, kinds: readonly string[]): boolean {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  return typeof message.kind === 'string' && kinds.includes(message.kind);
}
