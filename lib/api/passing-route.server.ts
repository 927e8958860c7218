import 'server-only';
import { webConfig } from '#lib/config/web-config.server.ts';
import { errors } from '#lib/messages/en/errors.ts';
import { errorAnswer } from './error-answer.ts';
import { passOn } from './pass-on.ts';
import { passingTarget } from './passing-target.ts';

/** A route handler that passes its path on unchanged, for every method. */
export async function passingRoute(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const target = passingTarget(`${pathname}${search}`, await webConfig());
  return target === undefined
    ? errorAnswer(404, 'not_found', errors.notFoundTitle)
    : passOn({ request, ...target });
}
