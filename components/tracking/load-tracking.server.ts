import 'server-only';
import { cache } from 'react';
import type { TrackingGoneReason } from './tracking-gone.tsx';
import { ApiError } from '#lib/api/api-error.ts';
import { backendGet } from '#lib/api/backend.server.ts';
import { one } from '#lib/protocol/paging.ts';
import { TrackingView } from '#lib/protocol/tracking.ts';

export type TrackingAnswer =
  | { readonly kind: 'view'; readonly view: TrackingView }
  | { readonly kind: 'gone'; readonly reason: TrackingGoneReason }
  | { readonly kind: 'away' };

/** What a link shows; asked once per request by the layout and the page. */
export const loadTracking = cache(async (token: string): Promise<TrackingAnswer> => {
  try {
    const { data } = await backendGet(`/track/${encodeURIComponent(token)}`, one(TrackingView));
    return { kind: 'view', view: data };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 410) return { kind: 'gone', reason: GONE[error.code] ?? 'expired' };
    if (error.status >= 400 && error.status < 500 && error.status !== 429) {
      return { kind: 'gone', reason: 'unknown' };
    }
    return { kind: 'away' };
  }
});

const GONE: Readonly<Record<string, TrackingGoneReason>> = {
  link_expired: 'expired',
  link_revoked: 'revoked',
  link_ended: 'ended',
};
