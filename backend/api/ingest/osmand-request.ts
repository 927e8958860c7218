import type { z } from 'zod';
import { Fix } from '#lib/protocol/fix.ts';
import { accuracyM, batteryPercent, headingDegrees, speedMps } from '#lib/protocol/scalars.ts';
import { trackerTimeMs } from './tracker-time.ts';

/**
 * What a tracker app sends: the OsmAnd protocol as Traccar describes it (https://www.traccar.org/osmand/),
 * either parameters in the query or a form, or the JSON of Traccar Client since 9.0.
 */
export interface OsmAndRequest {
  /** The device identifier; undefined when none is given. */
  readonly token: string | undefined;
  /** One per reading, in order; null for one that is no usable fix. */
  readonly fixes: readonly (Fix | null)[];
}

export interface RawRequest {
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly body: string;
}

const MPS_PER_KNOT = 1_852 / 3_600;

/** @param nowMs stands in where the app sends no time */
export function decodeOsmAnd({ query, contentType, body }: RawRequest, nowMs: number): OsmAndRequest {
  const isJson = /json/i.test(contentType) || /^\s*[[{]/.test(body);
  if (isJson && body.trim() !== '') return decodeJson(query, body, nowMs);
  const params = new URLSearchParams(query);
  // The query wins: it is what the app was set up with.
  for (const [name, value] of new URLSearchParams(body)) if (!params.has(name)) params.append(name, value);
  return { token: tokenOf(params), fixes: [decodeParams(params, nowMs)] };
}

const tokenOf = (params: URLSearchParams): string | undefined =>
  params.get('id') || params.get('deviceid') || undefined;

function decodeParams(params: URLSearchParams, nowMs: number): Fix | null {
  if (/^(?:0|false)$/i.test(params.get('valid') ?? '')) return null;
  const [latitude, longitude] = params.get('location')?.split(',') ?? [params.get('lat'), params.get('lon')];
  const knots = toNumber(params.get('speed'));
  return toFix(
    {
      latitude: toNumber(latitude),
      longitude: toNumber(longitude),
      timestamp: params.get('timestamp'),
      speedMps: knots === undefined ? undefined : knots * MPS_PER_KNOT,
      heading: toNumber(params.get('bearing') ?? params.get('heading')),
      accuracy: toNumber(params.get('accuracy')),
      batteryPercent: toNumber(params.get('batt')),
    },
    nowMs,
  );
}

function decodeJson(query: URLSearchParams, body: string, nowMs: number): OsmAndRequest {
  const roots = [parsed(body)].flat();
  const named = roots.map((root) => toText(field(root, 'device_id'))).find((id) => id !== undefined);
  const token = tokenOf(query) ?? named;
  const fixes = roots.flatMap((root) => {
    const other = toText(field(root, 'device_id'));
    // One call is one phone's: what names another is not this phone's to report.
    if (other !== undefined && other !== named) return [null];
    const location = field(root, 'location');
    return [location].flat().map((item) => decodeLocation(item, nowMs));
  });
  // An empty list is a call without any reading.
  return { token, fixes: fixes.length === 0 ? [null] : fixes };
}

function decodeLocation(location: unknown, nowMs: number): Fix | null {
  const coords = field(location, 'coords');
  const level = toNumber(field(field(location, 'battery'), 'level'));
  return toFix(
    {
      latitude: toNumber(field(coords, 'latitude')),
      longitude: toNumber(field(coords, 'longitude')),
      timestamp: field(location, 'timestamp'),
      speedMps: toNumber(field(coords, 'speed')),
      heading: toNumber(field(coords, 'heading')),
      accuracy: toNumber(field(coords, 'accuracy')),
      batteryPercent: level === undefined ? undefined : level * 100,
    },
    nowMs,
  );
}

interface Reading {
  readonly latitude: number | undefined;
  readonly longitude: number | undefined;
  readonly timestamp: unknown;
  readonly speedMps: number | undefined;
  readonly heading: number | undefined;
  readonly accuracy: number | undefined;
  readonly batteryPercent: number | undefined;
}

/**
 * Place and time decide whether a fix is usable. What else is out of range is left out: the apps write −1
 * for an unknown speed, heading or battery, and a nonsense speed makes the place no less true.
 */
function toFix(reading: Reading, nowMs: number): Fix | null {
  const { latitude, longitude, accuracy } = reading;
  // What a receiver without a fix reports; nobody drives there.
  if (latitude === 0 && longitude === 0) return null;
  // iOS says so of a place that it could not determine.
  if (accuracy !== undefined && accuracy < 0) return null;
  const recordedAtMs = trackerTimeMs(reading.timestamp, nowMs);
  if (recordedAtMs === undefined) return null;
  const { data } = Fix.safeParse({
    latitude,
    longitude,
    recorded_at: new Date(recordedAtMs).toISOString(),
    speed: kept(speedMps, reading.speedMps),
    heading: kept(headingDegrees, reading.heading),
    accuracy: kept(accuracyM, accuracy),
    battery: kept(batteryPercent, reading.batteryPercent),
  });
  return data ?? null;
}

const kept = (schema: z.ZodType<number>, value: number | undefined): number | null =>
  schema.safeParse(value).data ?? null;

/** A JSON number, or text that is a plain decimal number; neither hexadecimal nor Infinity. */
function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !/^\s*[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?\s*$/i.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function toText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** @returns undefined for what is no JSON: one reading that cannot be used */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
