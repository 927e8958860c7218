import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Backend } from '#backend/platform/backend.ts';
import { connectionRoutes } from './admin/connection-routes.ts';
import { adminHealthRoutes } from './admin/health-routes.ts';
import { userRoutes } from './admin/user-routes.ts';
import type { ApiEnv } from './api-env.ts';
import { locationRoutes } from './driver-location/location-routes.ts';
import { deskCountRoutes } from './desk/desk-count-routes.ts';
import { dutyRoutes } from './driver/duty-routes.ts';
import { deviceRoutes } from './drivers/device-routes.ts';
import { driverRoutes } from './drivers/driver-routes.ts';
import { positionRoutes } from './drivers/position-routes.ts';
import { onError, onNotFound } from './errors.ts';
import { healthRoutes } from './health/health-routes.ts';
import { ingestRoutes } from './ingest/ingest-routes.ts';
import { offerRoutes } from './offers/offer-routes.ts';
import { observe } from './observe.ts';
import { allowOrigins, limitBody, requestId, storableText } from './request-guards.ts';
import { createRouter } from './router.ts';
import { broadcastingRoutes } from '#backend/realtime/broadcasting-routes.ts';
import { pusherHttpApi } from '#backend/realtime/http-api.ts';
import { ticketCommandRoutes } from './tickets/ticket-command-routes.ts';
import { ticketHistoryRoutes } from './tickets/ticket-history-routes.ts';
import { ticketRoutes } from './tickets/ticket-routes.ts';
import { trackingLinkRoutes } from './tracking/tracking-link-routes.ts';
import { trackingRoutes } from './tracking/tracking-routes.ts';
import { sessionRoutes } from './session/session-routes.ts';
import { syncRoutes } from './sync/sync-routes.ts';

/** The whole HTTP interface of the backend; needs no port, so tests call `app.request`. */
export function createApp(backend: Backend): OpenAPIHono<ApiEnv> {
  const app = createRouter();
  app.onError(onError(backend.log));
  app.notFound(onNotFound);
  app.use(requestId, observe(backend));
  // Before the guards: a known phone must never be refused for its body, and none of its text is stored.
  app.route('/api', ingestRoutes(backend));
  app.use('/api/*', allowOrigins(backend.config.allowedOrigins), limitBody, storableText);

  app.route('/', healthRoutes(backend));
  const { config, hub, clock } = backend;
  app.route('/', pusherHttpApi({ hub, app: config, clock, refuseReplays: config.realtime.refuseReplays }));
  for (const routes of [
    sessionRoutes,
    userRoutes,
    adminHealthRoutes,
    connectionRoutes,
    driverRoutes,
    deviceRoutes,
    positionRoutes,
    locationRoutes,
    syncRoutes,
    broadcastingRoutes,
    ticketRoutes,
    ticketCommandRoutes,
    ticketHistoryRoutes,
    offerRoutes,
    dutyRoutes,
    deskCountRoutes,
    trackingLinkRoutes,
    trackingRoutes,
  ]) {
    app.route('/api', routes(backend));
  }

  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  app.doc31('/api/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Callout', version: '1', description: 'The dispatch contract, level 1.' },
  });
  return app;
}
