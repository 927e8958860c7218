import { describe, expect, it } from 'vitest';
import { namesVersion, parseIfMatch, satisfies } from './if-match.ts';

describe('If-Match', () => {
  it.each([
    ['"3"', true],
    ['W/"3"', true],
    ['"1", "3"', true],
    ['"1",W/"3"', true],
    ['"2"', false],
    ['3', false],
    ['"three"', false],
    ['"-3"', false],
    ['"3', false],
  ])('%s matches version 3: %s', (header, matches) => {
    const ifMatch = parseIfMatch(header);
    expect(satisfies(ifMatch, 3)).toBe(matches);
    expect(namesVersion(ifMatch, 3)).toBe(matches);
  });

  it.each([undefined, '', '*'])('%s insists on no version and names none', (header) => {
    const ifMatch = parseIfMatch(header);
    expect(satisfies(ifMatch, 3)).toBe(true);
    expect(namesVersion(ifMatch, 3)).toBe(false);
  });
});
