import { drivers } from '#lib/messages/en/drivers.ts';
import { FIX_REJECTIONS } from '#lib/protocol/fix.ts';
import type { Device, DeviceFixes } from '#lib/protocol/device.ts';

const words = drivers.phones.counts;

/** What became of a phone's fixes, as one line: what was stored always, the rest where there is any. */
export function fixCounts({ stored, duplicates, rejected }: DeviceFixes): string {
  const rest = FIX_REJECTIONS.map((reason) => [reason, rejected[reason] ?? 0] as const);
  return [
    words.stored(stored),
    ...(duplicates > 0 ? [words.duplicates(duplicates)] : []),
    ...rest.filter(([, count]) => count > 0).map(([reason, count]) => words[reason](count)),
  ].join(' · ');
}

/**
 * A usable position came from it. To be seen is not enough: somebody who opens the code's address in a
 * browser is seen too.
 */
export const isReporting = ({ fixes }: Device): boolean =>
  fixes.stored + fixes.duplicates + (fixes.rejected.off_duty ?? 0) > 0;
