import type { Clock } from './clock.ts';
import { Refusal } from './refusal.ts';

/** Slows the guessing of passwords: per email and address, as Laravel does it. */
export interface LoginThrottle {
  /** @throws Refusal 429 when there were too many failures lately */
  check(email: string, address: string): void;
  failed(email: string, address: string): void;
  succeeded(email: string, address: string): void;
}

export const MAX_FAILURES = 5;
export const WINDOW_MS = 60_000;
const MAX_TRACKED = 50_000;

export function createLoginThrottle(clock: Clock): LoginThrottle {
  const failures = new Map<string, { count: number; readonly untilMs: number }>();
  const keyOf = (email: string, address: string) => `${email.toLowerCase()}|${address}`;
  const current = (key: string) => {
    const entry = failures.get(key);
    if (entry && entry.untilMs <= clock.nowMs()) {
      failures.delete(key);
      return undefined;
    }
    return entry;
  };
  return {
    check(email, address) {
      const entry = current(keyOf(email, address));
      if (!entry || entry.count < MAX_FAILURES) return;
      const seconds = Math.max(1, Math.ceil((entry.untilMs - clock.nowMs()) / 1_000));
      const sentence = `Too many login attempts. Try again in ${seconds} seconds.`;
      throw new Refusal(429, 'too_many_attempts', sentence, {
        errors: { email: [sentence] },
        retryAfterSeconds: seconds,
      });
    },
    failed(email, address) {
      const key = keyOf(email, address);
      const entry = current(key);
      if (entry) {
        entry.count += 1;
        return;
      }
      const oldest = failures.size >= MAX_TRACKED ? failures.keys().next().value : undefined;
      if (oldest !== undefined) failures.delete(oldest);
      failures.set(key, { count: 1, untilMs: clock.nowMs() + WINDOW_MS });
    },
    succeeded(email, address) {
      failures.delete(keyOf(email, address));
    },
  };
}
