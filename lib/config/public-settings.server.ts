import 'server-only';
import type { PublicSettings } from './public-settings.ts';
import { webConfig } from './web-config.server.ts';

/** What a page may know of the deployment; made anew for each request. */
export async function publicSettings(): Promise<PublicSettings> {
  const config = await webConfig();
  return {
    realtime: {
      key: config.appKey,
      host: config.realtimePublic?.host ?? null,
      port: config.realtimePublic?.port ?? null,
      scheme: config.realtimePublic?.scheme ?? null,
      authEndpoint: '/api/broadcasting/auth',
    },
    tileUrl: config.tileUrl,
    tileAttribution: config.tileAttribution,
    mapCenter: config.mapCenter,
    connectivity: config.connectivity,
    serverNowMs: Date.now(),
  };
}
