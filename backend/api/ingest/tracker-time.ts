/** Below this a number counts seconds, from it on milliseconds (1973 in the one, 5138 in the other). */
const FIRST_MILLISECONDS = 100_000_000_000;
const LAST_MS = 8_640_000_000_000_000;

/**
 * The time of a tracker's reading: epoch seconds or milliseconds, ISO 8601, or `yyyy-MM-dd HH:mm:ss`; without
 * a zone it is UTC.
 * @param nowMs stands in for a time that is not given at all
 * @returns epoch ms; undefined for what is no time
 */
export function trackerTimeMs(value: unknown, nowMs: number): number | undefined {
  if (value === undefined || value === null || value === '') return nowMs;
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^\d+(?:\.\d+)?$/.test(text)) return fromNumber(Number(text));
  // The plus sign of a zone is a space after form decoding.
  const parts =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:(Z)|([+ -])(\d{2}):?(\d{2}))?$/i.exec(text);
  if (!parts) return undefined;
  const [, day, time, , sign, hours, minutes] = parts;
  const zone = sign === undefined ? 'Z' : `${sign === '-' ? '-' : '+'}${hours}:${minutes}`;
  const ms = Date.parse(`${day}T${time}${zone}`);
  return Number.isNaN(ms) ? undefined : ms;
}

function fromNumber(value: number): number | undefined {
  const ms = Math.round(Math.abs(value) < FIRST_MILLISECONDS ? value * 1_000 : value);
  return Math.abs(ms) <= LAST_MS ? ms : undefined;
}
