import { z } from 'zod';
import { ActivityEntry, type ActivityKind } from '#lib/protocol/activity.ts';

export const ActivityAnswer = z.object({ data: z.array(ActivityEntry) });

const SHOWN = 60;

export const activityPath = (kind: ActivityKind | null): string =>
  `/admin/activity?limit=${SHOWN}${kind === null ? '' : `&kind=${kind}`}`;
