const LOCALE = 'en-GB';

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const absolute = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' });

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "now", "20 sec. ago", "in 3 min.", "2 hr. ago", "yesterday". Rounded down, so nothing looks older than it is. */
export function formatRelativeTime(atMs: number, nowMs: number): string {
  const deltaMs = atMs - nowMs;
  const distanceMs = Math.abs(deltaMs);
  if (Number.isNaN(distanceMs)) return '';
  if (distanceMs < 5 * SECOND_MS) return relative.format(0, 'second');
  if (distanceMs < MINUTE_MS) return relative.format(Math.trunc(deltaMs / SECOND_MS / 5) * 5, 'second');
  if (distanceMs < HOUR_MS) return relative.format(Math.trunc(deltaMs / MINUTE_MS), 'minute');
  if (distanceMs < DAY_MS) return relative.format(Math.trunc(deltaMs / HOUR_MS), 'hour');
  return relative.format(Math.trunc(deltaMs / DAY_MS), 'day');
}

/** Date and time to the second, in the reader's zone. */
export const formatAbsoluteTime = (iso: string): string => absolute.format(new Date(iso));

/** "14:05", in the reader's zone. */
export const formatClockTime = (iso: string): string => clock.format(new Date(iso));

/** "0:09", "12:30", "1:02:00": what is left of a countdown or how long something took. Never negative. */
export function formatDuration(totalSeconds: number): string {
  const whole = Math.max(0, Math.floor(totalSeconds));
  const hours = Math.floor(whole / 3_600);
  const minutes = Math.floor((whole % 3_600) / 60);
  const seconds = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}
