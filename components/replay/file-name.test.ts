import { expect, it } from 'vitest';
import { trackFileName } from './file-name.ts';

const atMs = new Date(2026, 10, 28, 23, 59).getTime();

it.each([
  ['Omar Haddad', 'omar-haddad-2026-11-28.gpx'],
  ['Åsa Öberg', 'asa-oberg-2026-11-28.gpx'],
  ['T-1042', 't-1042-2026-11-28.gpx'],
  ['../../etc/passwd', 'etc-passwd-2026-11-28.gpx'],
  ['عمر', 'driver-7-2026-11-28.gpx'],
  ['', 'driver-7-2026-11-28.gpx'],
])('names the file of %j %s, by the reader’s day', (name, file) => {
  expect(trackFileName(name, 'driver-7', atMs, 'gpx')).toBe(file);
});
