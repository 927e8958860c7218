import { backoffMs } from '#lib/realtime/backoff.ts';

/**
 * When tiles that failed are asked for again, which Leaflet itself never does. A tile here and there is tried
 * a few times; when the server seems away, one tile asks for all, ever more seldom, until it answers.
 */
export interface TileRetry<Tile> {
  failed(tile: Tile): void;
  loaded(tile: Tile): void;
  /** The map no longer needs it. */
  dropped(tile: Tile): void;
  close(): void;
}

export interface TileRetryOptions<Tile> {
  readonly retry: (tile: Tile) => void;
  /** The server seems to be away; and: it is back. */
  readonly onAway: (away: boolean) => void;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Runs a task later; gives its cancellation. */
  readonly later: (task: () => void, delayMs: number) => () => void;
}

/** So many tiles failed at their first try without one success: the server is away, not one tile. */
const TILES_AWAY = 4;
/** A tile that a server with tiles does not have is not asked for for ever. */
export const MAX_TRIES = 4;
const BACKOFF = { baseMs: 1_000, capMs: 60_000, floorMs: 250 };

export function createTileRetry<Tile>(options: TileRetryOptions<Tile>): TileRetry<Tile> {
  /** Tiles that failed, in order, and how often; those on the map only, so no more than it shows. */
  const failures = new Map<Tile, number>();
  const waiting = new Set<Tile>();
  let inARow = 0;
  let away = false;
  let round = 0;
  let cancel: (() => void) | undefined;

  const stop = () => {
    cancel?.();
    cancel = undefined;
  };
  const plan = () => {
    if (cancel !== undefined || waiting.size === 0) return;
    cancel = options.later(again, backoffMs(BACKOFF, round, options.random));
    round += 1;
  };
  const again = () => {
    cancel = undefined;
    // The newest one is the likeliest to be in view.
    const tiles = away ? [...waiting].slice(-1) : [...waiting];
    for (const tile of tiles) {
      waiting.delete(tile);
      options.retry(tile);
    }
  };

  return {
    failed(tile) {
      const tries = (failures.get(tile) ?? 0) + 1;
      failures.set(tile, tries);
      if (tries === 1) inARow += 1;
      if (!away && inARow >= TILES_AWAY) {
        away = true;
        round = 0;
        stop();
        options.onAway(true);
      }
      if (away || tries < MAX_TRIES) waiting.add(tile);
      plan();
    },
    loaded(tile) {
      failures.delete(tile);
      waiting.delete(tile);
      inARow = 0;
      round = 0;
      if (!away) return;
      away = false;
      stop();
      options.onAway(false);
      for (const other of waiting) failures.set(other, 1);
      again();
    },
    dropped(tile) {
      failures.delete(tile);
      waiting.delete(tile);
      if (waiting.size === 0) stop();
    },
    close() {
      stop();
      failures.clear();
      waiting.clear();
    },
  };
}
