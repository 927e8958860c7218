import 'server-only';
import { webConfig } from '#lib/config/web-config.server.ts';
import { passOn } from './pass-on.server.ts';

type Handler = (request: Request) => Promise<Response>;

/** A route handler that passes its path on unchanged, for every method. */
export const passingRoute =
  (to: 'backend' | 'broker'): Handler =>
  async (request) => {
    const config = await webConfig();
    const { pathname, search } = new URL(request.url);
    return passOn({
      request,
      baseUrl: to === 'backend' ? config.backendUrl : config.brokerUrl,
      path: `${pathname}${search}`,
    });
  };
