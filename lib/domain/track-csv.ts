import { valueAt, type RecordedTrack } from './recorded-track.ts';
import { decimal, isoAt, type TrackTitle } from './track-gpx.ts';

const HEADER = [
  'recorded_at',
  'latitude',
  'longitude',
  'speed_mps',
  'heading_degrees',
  'accuracy_m',
  'driver_id',
  'driver_name',
  'ticket_reference',
];

/** The whole track as CSV (RFC 4180): a header, then one fix a line; unknown is empty. */
export function trackCsv(track: RecordedTrack, title: TrackTitle): string {
  const number = (column: Float64Array, index: number): string => {
    const value = valueAt(column, index);
    return Number.isNaN(value) ? '' : decimal(value);
  };
  const lines = [HEADER.join(',')];
  for (let index = 0; index < track.size; index += 1) {
    const driverId = valueAt(track.driverId, index);
    lines.push(
      [
        isoAt(track, index),
        number(track.latitude, index),
        number(track.longitude, index),
        number(track.speedMps, index),
        number(track.headingDegrees, index),
        number(track.accuracyM, index),
        String(driverId),
        csvText(title.driverNames.get(driverId) ?? ''),
        csvText(title.ticketReference),
      ].join(','),
    );
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** What a spreadsheet would run as a formula, also after blanks and in its full-width form. */
const FORMULA = /^[\s]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u;

/** Text is never a formula: an apostrophe in front makes it text, as OWASP advises. */
function csvText(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
