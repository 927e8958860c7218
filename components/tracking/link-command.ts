import { ApiError } from '#lib/api/api-error.ts';
import { apiRequest } from '#lib/api/request.ts';
import { errors } from '#lib/messages/en/errors.ts';
import { one } from '#lib/protocol/paging.ts';
import { TrackingView } from '#lib/protocol/tracking.ts';

export type LinkCommandResult =
  | { readonly kind: 'done'; readonly view: TrackingView }
  | { readonly kind: 'failed'; readonly reason: string };

/** A command of whoever holds the link; there is no session. */
export async function sendLinkCommand(
  token: string,
  command: 'rating' | 'cancel',
  body: unknown,
): Promise<LinkCommandResult> {
  try {
    const { data } = await apiRequest({
      method: 'POST',
      url: `/api/track/${encodeURIComponent(token)}/${command}`,
      body,
      schema: one(TrackingView),
      unreachable: { code: 'offline', message: errors.network },
    });
    return { kind: 'done', view: data };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { kind: 'failed', reason: error.message };
  }
}
