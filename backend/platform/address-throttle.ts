import type { Clock } from './clock.ts';

/** Counts failures per address, to stop answering one that only guesses. */
export interface AddressThrottle {
  /** Seconds until the address may try again; null when it may now. */
  waitSeconds(address: string): number | null;
  failed(address: string): void;
}

const MAX_TRACKED = 50_000;

export function createAddressThrottle(
  clock: Clock,
  { maxFailures, windowMs }: { readonly maxFailures: number; readonly windowMs: number },
): AddressThrottle {
  const failures = new Map<string, { count: number; readonly untilMs: number }>();
  const current = (address: string) => {
    const entry = failures.get(address);
    if (entry && entry.untilMs <= clock.nowMs()) {
      failures.delete(address);
      return undefined;
    }
    return entry;
  };
  return {
    waitSeconds(address) {
      const entry = current(address);
      if (!entry || entry.count < maxFailures) return null;
      return Math.max(1, Math.ceil((entry.untilMs - clock.nowMs()) / 1_000));
    },
    failed(address) {
      const entry = current(address);
      if (entry) {
        entry.count += 1;
        return;
      }
      const oldest = failures.size >= MAX_TRACKED ? failures.keys().next().value : undefined;
      if (oldest !== undefined) failures.delete(oldest);
      failures.set(address, { count: 1, untilMs: clock.nowMs() + windowMs });
    },
  };
}
