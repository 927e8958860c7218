import type { TrackStop } from '#lib/domain/track-summary.ts';
import type { TrackPlayback } from '#lib/store/track-playback.ts';
import type { ReplayRequest, ReplaySpan } from './replay-address.ts';

/** A replay as map and panel share it. */
export interface Replay {
  readonly request: ReplayRequest;
  /** The driver's name or the ticket's reference. */
  readonly name: string;
  readonly phase: ReplayPhase;
  readonly show: (span: ReplaySpan) => void;
  readonly close: () => void;
}

export type ReplayPhase =
  | { readonly kind: 'loading'; readonly loaded: number; readonly total: number | null }
  | { readonly kind: 'failed'; readonly retry: () => void }
  | { readonly kind: 'empty' }
  | ReplayReady;

export interface ReplayReady {
  readonly kind: 'ready';
  readonly playback: TrackPlayback;
  readonly stops: readonly TrackStop[];
  /** Only the beginning was loaded. */
  readonly truncated: boolean;
}
