import type { ConnectivityLimits } from '#lib/domain/connectivity.ts';

/** What the server tells a page with its first answer. Nothing of it is known to the client bundle. */
export interface PublicSettings {
  readonly realtime: RealtimeSettings;
  /** Raster tiles, `https://…/{z}/{x}/{y}.png`; null: the built-in base map. */
  readonly tileUrl: string | null;
  readonly tileAttribution: string | null;
  readonly mapCenter: MapCenter;
  /** When a position is shown as stale, and when no longer. */
  readonly connectivity: ConnectivityLimits;
  /** The server's clock when the page was rendered, to measure the reader's against. */
  readonly serverNowMs: number;
}

export interface MapCenter {
  readonly latitude: number;
  readonly longitude: number;
  readonly zoom: number;
}

export interface RealtimeSettings {
  readonly key: string;
  /** Null: the page's own origin. */
  readonly host: string | null;
  readonly port: number | null;
  readonly scheme: 'http' | 'https' | null;
  readonly authEndpoint: string;
}
