import { expect, it } from 'vitest';
import { shortName } from './short-name.ts';

it.each([
  ['Omar Haddad', 'Omar H.'],
  ['Åsa  von  Öhman ', 'Åsa Ö.'],
  ['Cher', 'Cher'],
  ['', ''],
])('shortens %j to %j', (name, short) => expect(shortName(name)).toBe(short));
