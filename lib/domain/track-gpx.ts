import { beginsAnew, valueAt, type RecordedTrack } from './recorded-track.ts';

/** Who and what a track is, for a file of it. */
export interface TrackTitle {
  /** E.g. "Omar Haddad" or "T-1042". */
  readonly name: string;
  readonly driverNames: ReadonlyMap<number, string>;
  /** Empty for a driver's track. */
  readonly ticketReference: string;
}

/** Speed and course in the extension that other programs know; accuracy has none and gets ours. */
const GARMIN = 'http://www.garmin.com/xmlschemas/TrackPointExtension/v2';
const OWN = 'urn:callout:track:1';

/**
 * The whole track as GPX 1.1: a `trk` for each driver in turn, a `trkseg` for each stretch without a
 * silence. Speed in m/s, course in degrees, accuracy in metres.
 */
export function trackGpx(track: RecordedTrack, title: TrackTitle): string {
  const parts: string[] = [
    `<?xml version="1.0" encoding="UTF-8"?>\n`,
    `<gpx version="1.1" creator="Callout" xmlns="http://www.topografix.com/GPX/1/1"`,
    ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`,
    ` xsi:schemaLocation="http://www.topografix.com/GPX/1/1 http://www.topografix.com/GPX/1/1/gpx.xsd`,
    ` ${GARMIN} ${GARMIN.replace('/v2', 'v2.xsd')}"`,
    ` xmlns:gpxtpx="${GARMIN}" xmlns:callout="${OWN}">\n`,
    `<metadata><name>${xmlText(title.name)}</name>`,
    track.size > 0 ? `<time>${isoAt(track, 0)}</time>` : '',
    `</metadata>\n`,
  ];
  for (let index = 0; index < track.size; index += 1) {
    const driver = valueAt(track.driverId, index);
    const otherDriver = index === 0 || driver !== valueAt(track.driverId, index - 1);
    if (otherDriver) {
      const name = title.driverNames.get(driver) ?? title.name;
      if (index > 0) parts.push('</trkseg></trk>\n');
      parts.push(`<trk><name>${xmlText(name)}</name><trkseg>\n`);
    } else if (beginsAnew(track, index)) {
      parts.push('</trkseg><trkseg>\n');
    }
    parts.push(point(track, index));
  }
  if (track.size > 0) parts.push('</trkseg></trk>\n');
  parts.push('</gpx>\n');
  return parts.join('');
}

function point(track: RecordedTrack, index: number): string {
  const speed = element('gpxtpx:speed', valueAt(track.speedMps, index));
  const course = element('gpxtpx:course', valueAt(track.headingDegrees, index));
  const accuracy = element('callout:accuracy', valueAt(track.accuracyM, index));
  const garmin =
    speed + course === '' ? '' : `<gpxtpx:TrackPointExtension>${speed}${course}</gpxtpx:TrackPointExtension>`;
  const extensions = garmin + accuracy === '' ? '' : `<extensions>${garmin}${accuracy}</extensions>`;
  const latitude = decimal(valueAt(track.latitude, index));
  const longitude = decimal(valueAt(track.longitude, index));
  return `<trkpt lat="${latitude}" lon="${longitude}"><time>${isoAt(track, index)}</time>${extensions}</trkpt>\n`;
}

const element = (name: string, value: number): string =>
  Number.isNaN(value) ? '' : `<${name}>${decimal(value)}</${name}>`;

/** Never with an exponent, which `xsd:decimal` does not know; 1 cm is enough. */
export const decimal = (value: number): string =>
  value
    .toFixed(7)
    .replace(/\.?0+$/u, '')
    .replace(/^-0$/u, '0');

export const isoAt = (track: RecordedTrack, index: number): string =>
  new Date(valueAt(track.recordedAtMs, index)).toISOString();

/** XML 1.0 has no place for control characters and unpaired halves, not even escaped. */
const NOT_IN_XML = /[\p{Cs}\p{Cc}\uFFFE\uFFFF]/gu;

const xmlText = (text: string): string =>
  text.replaceAll(NOT_IN_XML, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
