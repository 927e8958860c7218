import {
  beginsAnew,
  firstMs,
  hopMs,
  indexAt,
  knownOr,
  lastMs,
  placeOf,
  valueAt,
  type RecordedTrack,
} from '#lib/domain/recorded-track.ts';
import { interpolate, type LatLng } from '#lib/domain/geo.ts';
import { createFleetStore, type FleetStore } from './fleet-store.ts';
import { scheduleFrame, type ScheduleFrame } from './frame-batch.ts';
import { PLAYOUT_MS } from './playout.ts';

export const PLAYBACK_RATES = [1, 2, 5, 10, 30, 60] as const;
export type PlaybackRate = (typeof PLAYBACK_RATES)[number];

/** The vehicle's id in the playback's own fleet. */
export const REPLAYED_VEHICLE = 1;

export interface PlaybackState {
  /** The moment of the recording that is shown, epoch ms. */
  readonly atMs: number;
  /** The newest fix not later than that. */
  readonly index: number;
  readonly playing: boolean;
  readonly rate: PlaybackRate;
}

/**
 * A recorded track, shown by the fleet's own layer: a clock that can be turned, and a fleet of one vehicle
 * that holds only the fixes around it.
 */
export interface TrackPlayback {
  readonly track: RecordedTrack;
  readonly startMs: number;
  readonly endMs: number;
  readonly fleet: FleetStore;
  /** What the layer has to take for now: the playback's moment, ahead by the playout that it draws behind. */
  layerNowMs(): number;
  /** The same object until something changed. */
  get(): PlaybackState;
  /** For words: at most ten calls a second while it plays, at once otherwise. Returns the unsubscriber. */
  subscribe(listener: () => void): () => void;
  /** For what moves with the vehicle: called whenever the moment changed. Returns the unsubscriber. */
  onFrame(listener: (atMs: number) => void): () => void;
  /** At the end it begins anew. */
  play(): void;
  pause(): void;
  seek(atMs: number): void;
  setRate(rate: PlaybackRate): void;
  /** Stops its frames; may be played again after it. */
  close(): void;
}

const WORDS_INTERVAL_MS = 100;
/** After a sleep or a stalled page the playback goes on where it was instead of leaping. */
const MAX_STEP_MS = 1_000;
/** The store takes fixes further ahead of its clock than this for wrong. */
const MAX_AHEAD_MS = 60_000;

/** @param track at least one fix */
export function createTrackPlayback(options: {
  readonly track: RecordedTrack;
  /** A clock that never goes back, ms. */
  readonly nowMs: () => number;
  readonly schedule?: ScheduleFrame;
  /** False: the vehicle jumps from fix to fix (reduced motion). */
  readonly glides?: boolean;
}): TrackPlayback {
  const { track, nowMs, schedule = scheduleFrame, glides = true } = options;
  const startMs = firstMs(track);
  const endMs = lastMs(track);
  let feedNowMs = startMs;
  const fleet = createFleetStore({
    clock: { nowMs: () => feedNowMs, observe: () => undefined },
    capacity: 1,
  });
  const listeners = new Set<() => void>();
  const frameListeners = new Set<(atMs: number) => void>();
  let state: PlaybackState = { atMs: startMs, index: 0, playing: false, rate: 10 };
  let fed = -1;
  let cancelFrame: (() => void) | undefined;
  let steppedAtMs = 0;
  let toldAtMs = Number.NEGATIVE_INFINITY;

  const put = (index: number, place: LatLng, recordedAtMs: number) => {
    // As if it came while the vehicle is still at the fix before it: neither late nor from the future.
    feedNowMs = Math.max(feedNowMs, recordedAtMs - MAX_AHEAD_MS);
    fleet.applyLocation({
      ticket_id: null,
      driver: { id: REPLAYED_VEHICLE, name: '', ...place },
      heading: knownOr(valueAt(track.headingDegrees, index), null),
      speed: knownOr(valueAt(track.speedMps, index), null),
      accuracy: knownOr(valueAt(track.accuracyM, index), null),
      recorded_at: new Date(recordedAtMs).toISOString(),
      seq: 0,
    });
    feedNowMs = recordedAtMs + PLAYOUT_MS;
  };
  const begin = (index: number) => {
    fleet.clear();
    feedNowMs = valueAt(track.recordedAtMs, index);
    put(index, placeOf(track, index), feedNowMs);
    fed = index;
  };
  const goOn = (index: number) => {
    const atMs = valueAt(track.recordedAtMs, index);
    const tookMs = hopMs(track, index);
    // A slow reporter's next fix is too far ahead for the store; the middle of the same line is not.
    if (tookMs > MAX_AHEAD_MS)
      put(index, interpolate(placeOf(track, index - 1), placeOf(track, index), 0.5), atMs - tookMs / 2);
    put(index, placeOf(track, index), atMs);
    fed = index;
  };

  /** The vehicle leaves the fix whose time has come for the next one, if a way leads there. */
  const feed = (index: number, anew: boolean) => {
    const next = index + 1;
    const target = glides && next < track.size && !beginsAnew(track, next) ? next : index;
    if (anew || index > fed || target < fed) begin(index);
    if (target > fed) goOn(target);
  };

  const tell = () => {
    toldAtMs = nowMs();
    for (const listener of listeners) listener();
  };
  const move = (atMs: number, anew: boolean) => {
    const within = Math.min(endMs, Math.max(startMs, atMs));
    const index = indexAt(track, within);
    state = { ...state, atMs: within, index };
    feed(index, anew);
    for (const listener of frameListeners) listener(within);
  };
  const stop = () => {
    cancelFrame?.();
    cancelFrame = undefined;
    state = { ...state, playing: false };
  };
  const step = () => {
    const now = nowMs();
    const passedMs = Math.min(MAX_STEP_MS, Math.max(0, now - steppedAtMs));
    steppedAtMs = now;
    move(state.atMs + passedMs * state.rate, false);
    if (state.atMs >= endMs) {
      stop();
      tell();
      return;
    }
    cancelFrame = schedule(step);
    if (now - toldAtMs >= WORDS_INTERVAL_MS) tell();
  };

  move(startMs, true);

  return {
    track,
    startMs,
    endMs,
    fleet,
    layerNowMs: () => state.atMs + PLAYOUT_MS,
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onFrame(listener) {
      frameListeners.add(listener);
      return () => frameListeners.delete(listener);
    },
    play() {
      if (state.playing || endMs <= startMs) return;
      if (state.atMs >= endMs) move(startMs, true);
      state = { ...state, playing: true };
      steppedAtMs = nowMs();
      cancelFrame = schedule(step);
      tell();
    },
    pause() {
      if (!state.playing) return;
      stop();
      tell();
    },
    seek(atMs) {
      if (!Number.isFinite(atMs)) return;
      move(atMs, true);
      tell();
    },
    setRate(rate) {
      state = { ...state, rate };
      tell();
    },
    close() {
      stop();
    },
  };
}
