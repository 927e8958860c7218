import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Backend } from '#backend/platform/backend.ts';
import type { ApiEnv } from './api-env.ts';
import { onError, onNotFound } from './errors.ts';
import { allowOrigins, limitBody, requestId, storableText } from './request-guards.ts';
import { createRouter } from './router.ts';

/** The whole HTTP interface of the backend; needs no port, so tests call `app.request`. */
export function createApp(backend: Backend): OpenAPIHono<ApiEnv> {
  const app = createRouter();
  app.use(requestId);
  app.onError(onError(backend.log));
  app.notFound(onNotFound);
  app.use('/api/*', allowOrigins(backend.config.allowedOrigins), limitBody, storableText);

  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  app.doc31('/api/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Callout', version: '1', description: 'The dispatch contract, level 1.' },
  });
  return app;
}
