import { expect, it } from 'vitest';
import { STREET_CLASSES, streetClass } from '#lib/domain/street-class.ts';
import { graticuleStep } from './graticule.ts';
import { casingPx, streetWidthPx } from './street-width.ts';

it('never draws a street thinner when the map comes closer', () => {
  for (const street of STREET_CLASSES)
    for (let zoom = 10; zoom < 19; zoom += 0.25)
      expect(streetWidthPx(street, zoom + 0.25)).toBeGreaterThanOrEqual(streetWidthPx(street, zoom));
});

it('draws a busier street at least as wide as a quieter one', () => {
  for (let zoom = 13; zoom <= 19; zoom += 1) {
    expect(streetWidthPx('motorway', zoom)).toBeGreaterThan(streetWidthPx('primary', zoom));
    expect(streetWidthPx('primary', zoom)).toBeGreaterThan(streetWidthPx('residential', zoom));
    expect(streetWidthPx('residential', zoom)).toBeGreaterThan(streetWidthPx('footway', zoom));
  }
});

it('gives no edge to a street too thin to show one', () => {
  expect(casingPx('residential', 13)).toBe(0);
  expect(casingPx('motorway', 14)).toBeGreaterThan(0);
});

it('knows every class of the network and nothing that is no street', () => {
  expect(streetClass('tertiary_link')).toBe('tertiary');
  expect(streetClass('platform')).toBeUndefined();
});

it('keeps the lines of the graticule apart at every zoom', () => {
  for (let zoom = 3; zoom <= 19; zoom += 1)
    expect((graticuleStep(zoom, 256) * 256 * 2 ** zoom) / 360).toBeGreaterThanOrEqual(88);
});
