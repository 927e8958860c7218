/** Numbers as the desk writes them: short, tabular, with their unit. */

const LOCALE = 'en';
const unit = (name: string, digits = 0) =>
  new Intl.NumberFormat(LOCALE, {
    style: 'unit',
    unit: name,
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  });
const metres = unit('meter');
const kilometres = unit('kilometer', 1);
const farKilometres = unit('kilometer');
const kmh = unit('kilometer-per-hour');
const percent = new Intl.NumberFormat(LOCALE, { style: 'percent' });
const seconds = unit('second');
const minutes = unit('minute');
const hours = unit('hour');
const days = unit('day');

/** "350 m", "1.2 km", "48 km": as exact as a dispatcher can use. */
export function writeDistance(distanceM: number): string {
  if (distanceM < 995) return metres.format(Math.round(distanceM / 10) * 10);
  return distanceM < 9_950 ? kilometres.format(distanceM / 1_000) : farKilometres.format(distanceM / 1_000);
}

export const writeAccuracy = (accuracyM: number): string => `± ${metres.format(Math.round(accuracyM))}`;
export const writeSpeed = (speedMps: number): string => kmh.format(Math.round(speedMps * 3.6));
export const writePercent = (value: number): string => percent.format(value / 100);

const whole = new Intl.NumberFormat(LOCALE);
/** "10,000" */
export const writeCount = (count: number): string => whole.format(count);

/** "12 sec", "4 min", "2 hrs", "3 days": rounded down, never negative. */
export function writeDuration(durationMs: number): string {
  const whole = Math.max(0, Math.floor(durationMs / 1_000));
  if (whole < 60) return seconds.format(whole);
  if (whole < 3_600) return minutes.format(Math.floor(whole / 60));
  if (whole < 86_400) return hours.format(Math.floor(whole / 3_600));
  return days.format(Math.floor(whole / 86_400));
}

/** "12s", "4m", "2h", "3d": for the edge of a dense row. */
export function writeShortDuration(durationMs: number): string {
  const whole = Math.max(0, Math.floor(durationMs / 1_000));
  if (whole < 60) return `${whole}s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)}m`;
  if (whole < 86_400) return `${Math.floor(whole / 3_600)}h`;
  return `${Math.floor(whole / 86_400)}d`;
}
