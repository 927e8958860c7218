import { z } from 'zod';
import { bffGet } from '#lib/api/bff.ts';
import { recordedTrack, type RecordedTrack, type TrackFix } from '#lib/domain/recorded-track.ts';
import type { ReplayRequest } from './replay-address.ts';

/** More than a day at one fix a second; in columns 6 MB. */
export const MAX_FIXES = 100_000;

export interface LoadedTrack {
  readonly track: RecordedTrack;
  /** There was more than MAX_FIXES. */
  readonly truncated: boolean;
}

const TrackPage = z.object({
  data: z.array(
    z.object({
      driver_id: z.int().optional(),
      latitude: z.number(),
      longitude: z.number(),
      heading: z.number().nullish(),
      speed: z.number().nullable(),
      accuracy: z.number().nullish(),
      recorded_at: z.string(),
    }),
  ),
  // A backend without pages answers all it has at once.
  links: z.object({ next: z.string().nullish() }).optional(),
  meta: z.object({ total: z.int() }).optional(),
});

/**
 * Reads a track page by page, each from where the one before ended.
 * @param onProgress how many positions came, and how many there are if the backend says so
 * @throws ApiError
 */
export async function loadTrack(
  request: ReplayRequest,
  onProgress: (loaded: number, total: number | null) => void,
  { get = bffGet, maxFixes = MAX_FIXES }: { readonly get?: typeof bffGet; readonly maxFixes?: number } = {},
): Promise<LoadedTrack> {
  const fixes: TrackFix[] = [];
  let total: number | null = null;
  for (let path: string | null = firstPath(request); path !== null;) {
    const page: z.infer<typeof TrackPage> = await get(path, TrackPage);
    total ??= page.meta?.total ?? null;
    fixes.push(...page.data);
    const last = page.data.at(-1);
    const goesOn = page.links?.next != null && last !== undefined && fixes.length < maxFixes;
    path = goesOn ? pathAfter(request, last.recorded_at) : null;
    onProgress(fixes.length, total);
  }
  const kept = fixes.length > maxFixes ? fixes.slice(0, maxFixes) : fixes;
  return { track: recordedTrack(kept), truncated: kept.length < Math.max(fixes.length, total ?? 0) };
}

const iso = (ms: number): string => encodeURIComponent(new Date(ms).toISOString());

function firstPath(request: ReplayRequest): string {
  return request.kind === 'ticket'
    ? `/tickets/${request.ticketId}/track`
    : driverPath(request, request.span.fromMs);
}

/** A ticket's track is asked for after a time, a driver's positions from a time on. */
function pathAfter(request: ReplayRequest, recordedAt: string): string {
  return request.kind === 'ticket'
    ? `/tickets/${request.ticketId}/track?since=${encodeURIComponent(recordedAt)}`
    : driverPath(request, Date.parse(recordedAt) + 1);
}

const driverPath = (
  { driverId, span }: Extract<ReplayRequest, { readonly kind: 'driver' }>,
  fromMs: number,
): string => `/drivers/${driverId}/positions?from=${iso(fromMs)}&to=${iso(span.toMs)}`;
