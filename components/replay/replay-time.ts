const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const seconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** "28 Nov 08:31:20", in the reader's zone. */
export const writeMoment = (ms: number): string => `${day.format(ms)} ${seconds.format(ms)}`;

/** "28 Nov 08:31". */
export const writeMinute = (ms: number): string => `${day.format(ms)} ${clock.format(ms)}`;

/** "28 Nov 08:00–09:00", both days where they differ. */
export function writeSpan(fromMs: number, toMs: number): string {
  const sameDay = day.format(fromMs) === day.format(toMs);
  return `${writeMinute(fromMs)}–${sameDay ? clock.format(toMs) : writeMinute(toMs)}`;
}

/** "2026-11-28", the reader's day. */
export const writeDate = (ms: number): string => writeLocal(ms).slice(0, 10);

/** "2026-11-28T08:31", the value of a `datetime-local` field. */
export function writeLocal(ms: number): string {
  const at = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
