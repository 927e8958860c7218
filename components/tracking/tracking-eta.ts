import { connectivity, type Connectivity, type ConnectivityLimits } from '#lib/domain/connectivity.ts';
import { greatCircleEtaSeconds } from '#lib/domain/eta.ts';
import type { LatLng } from '#lib/domain/geo.ts';
import type { TrackingView } from '#lib/protocol/tracking.ts';

/** A position as far as an estimate needs it. */
export type SeenPosition = LatLng & { readonly recorded_at: string };

export interface ShownEta {
  /** Whole minutes from now, 0 when the driver is almost there. */
  readonly minutes: number;
  /** ISO 8601. */
  readonly arrivesAt: string;
  /** ISO 8601: what the estimate is based on. */
  readonly computedAt: string;
  /** By the crow's flight: a rough figure, and said so. */
  readonly rough: boolean;
}

const ALMOST_THERE_MS = 45_000;

/**
 * The arrival as it stands now. Positions come every second, estimates only with an answer: a great-circle
 * estimate is computed anew from the newest position, as the server does; a road-based one is kept.
 * @param nowMs the server's clock
 */
export function shownEta(
  view: Pick<TrackingView, 'eta' | 'destination' | 'status'> & { readonly position: SeenPosition | null },
  nowMs: number,
): ShownEta | null {
  const { eta, position, destination } = view;
  if (eta === null || view.status !== 'en_route') return null;
  let { arrives_at: arrivesAt, computed_at: computedAt } = eta;
  const rough = eta.provider === 'great_circle';
  if (rough && position !== null && Date.parse(position.recorded_at) > Date.parse(computedAt)) {
    computedAt = position.recorded_at;
    const seconds = greatCircleEtaSeconds(position, destination);
    arrivesAt = new Date(Date.parse(computedAt) + seconds * 1_000).toISOString();
  }
  const leftMs = Date.parse(arrivesAt) - nowMs;
  return {
    minutes: leftMs < ALMOST_THERE_MS ? 0 : Math.max(1, Math.round(leftMs / 60_000)),
    arrivesAt,
    computedAt,
    rough,
  };
}

/** How far the shown position can be trusted; null while none is shown. */
export function positionConnectivity(
  view: { readonly position: SeenPosition | null },
  nowMs: number,
  limits: ConnectivityLimits,
): Connectivity | null {
  return view.position === null ? null : connectivity(nowMs - Date.parse(view.position.recorded_at), limits);
}
