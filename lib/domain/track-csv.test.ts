import { describe, expect, it } from 'vitest';
import { NOW_MS } from '#tests/fixtures/samples.ts';
import { recordedTrack } from './recorded-track.ts';
import { trackCsv } from './track-csv.ts';

const track = recordedTrack([
  {
    driver_id: 7,
    latitude: -33.8688197,
    longitude: 0.000_000_1,
    heading: 351.25,
    speed: 12.3,
    accuracy: 6,
    recorded_at: new Date(NOW_MS).toISOString(),
  },
  {
    driver_id: 7,
    latitude: 57.7,
    longitude: 12,
    speed: null,
    recorded_at: new Date(NOW_MS + 1).toISOString(),
  },
]);
const csv = (name: string, ticketReference = '') =>
  trackCsv(track, { name: '', driverNames: new Map([[7, name]]), ticketReference });

describe('a track as CSV', () => {
  it('has a header, lines that end with CR LF, and nothing where nothing is known', () => {
    expect(csv('Omar Haddad', 'T-1042')).toBe(
      'recorded_at,latitude,longitude,speed_mps,heading_degrees,accuracy_m,driver_id,driver_name,ticket_reference\r\n' +
        `${new Date(NOW_MS).toISOString()},-33.8688197,0.0000001,12.3,351.25,6,7,Omar Haddad,T-1042\r\n` +
        `${new Date(NOW_MS + 1).toISOString()},57.7,12,,,,7,Omar Haddad,T-1042\r\n`,
    );
  });

  it.each([
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['+46 70', "'+46 70"],
    ['-1+1', "'-1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1', "'  =1"],
    ['\t=1', "'\t=1"],
    ['＝1', "'＝1"],
    ['Haddad, Omar', '"Haddad, Omar"'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['Ann-Marie', 'Ann-Marie'],
  ])('writes the name %j as %j', (name, field) => {
    expect(csv(name)).toContain(`,7,${field},\r\n`);
  });
});
