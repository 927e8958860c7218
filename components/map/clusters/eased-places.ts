import type { FleetCluster } from '#lib/store/fleet-clusters.ts';

const EASE_MS = 180;

interface Place {
  fromX: number;
  fromY: number;
  x: number;
  y: number;
}

/** Where discs are shown while they ease from one fold's places to the next one's. World units. */
export interface EasedPlaces {
  /** Takes a fold's clusters; those that keep their key ease, unless the step is too small to see. */
  take(clusters: readonly FleetCluster[], nowMs: number, leastUnits: number): void;
  /** Writes where a cluster is shown into `out`. */
  read(cluster: FleetCluster, nowMs: number, out: { x: number; y: number }): void;
  moving(nowMs: number): boolean;
  /** Nothing eases from where it was: at another zoom keys name other cells. */
  clear(): void;
}

export function createEasedPlaces(): EasedPlaces {
  let places = new Map<number, Place>();
  let untilMs = 0;

  const shown = (place: Place, nowMs: number, out: { x: number; y: number }) => {
    const left = Math.max(0, Math.min(1, (untilMs - nowMs) / EASE_MS));
    const rest = left * left;
    out.x = place.x + (place.fromX - place.x) * rest;
    out.y = place.y + (place.fromY - place.y) * rest;
  };

  return {
    take(clusters, nowMs, leastUnits) {
      const next = new Map<number, Place>();
      const at = { x: 0, y: 0 };
      let far = false;
      for (const { key, x, y } of clusters) {
        const before = places.get(key);
        if (before === undefined) {
          next.set(key, { fromX: x, fromY: y, x, y });
          continue;
        }
        shown(before, nowMs, at);
        if (Math.abs(at.x - x) > leastUnits || Math.abs(at.y - y) > leastUnits) far = true;
        next.set(key, { fromX: at.x, fromY: at.y, x, y });
      }
      places = next;
      untilMs = far ? nowMs + EASE_MS : 0;
    },
    read(cluster, nowMs, out) {
      const place = places.get(cluster.key);
      if (place !== undefined) shown(place, nowMs, out);
      else {
        out.x = cluster.x;
        out.y = cluster.y;
      }
    },
    moving: (nowMs) => nowMs < untilMs,
    clear() {
      places = new Map();
      untilMs = 0;
    },
  };
}
