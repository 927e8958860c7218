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
    };

/** The pixels of a raster on their way; `slot` is the worker's name for it. */
export interface Picture {
  readonly slot: number;
  readonly pixels: ArrayBuffer;
}

/** From the worker to the page: one for each frame asked for. */
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
  | { readonly kind: 'failed'; readonly reason: string };

/** Both ends come from one build, so the kind tells the rest. */
export const isFleetRequest = (message: unknown): message is FleetRequest =>
  isOfKind(message, ['markers', 'frame']);

export const isFleetReport = (message: unknown): message is FleetReport =>
  isOfKind(message, ['drawn', 'failed']);

function isOfKind(message: unknown, kinds: readonly string[]): boolean {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  return typeof message.kind === 'string' && kinds.includes(message.kind);
}
