import { DRIVER_STATUSES } from '#lib/domain/vocabulary.ts';
import { clusters as words } from '#lib/messages/en/clusters.ts';
import type { FleetCluster } from '#lib/store/fleet-clusters.ts';

/** What a cluster's `parts` count, in their order. */
export const PART_NAMES = [...DRIVER_STATUSES, 'stale'] as const;

/** "9 available, 3 busy": only what there is. */
export function partWords({ parts }: Pick<FleetCluster, 'parts'>): readonly string[] {
  return PART_NAMES.flatMap((name, index) => {
    const count = parts[index] ?? 0;
    return count === 0 ? [] : [words.part[name](count)];
  });
}
