import { describe, expect, it } from 'vitest';
import { formatDistance, navigationUrl, phoneUrl } from './place-links.ts';

describe('place links', () => {
  it('opens the phone’s navigation on Android and directions elsewhere', () => {
    const place = { latitude: 57.7072, longitude: 11.9668 };
    expect(navigationUrl(place, 'Mozilla/5.0 (Linux; Android 15; Pixel 9)')).toBe(
      'geo:57.707200,11.966800?q=57.707200,11.966800',
    );
    expect(navigationUrl(place, 'Mozilla/5.0 (iPhone)')).toContain('to=57.707200%2C11.966800');
  });

  it('dials what was written for people', () => {
    expect(phoneUrl('+46 (0)31-12 34 56')).toBe('tel:+4631123456');
    expect(phoneUrl('031-12 34')).toBe('tel:0311234');
  });

  it('tells a distance as a driver would', () => {
    expect([44, 852, 3_230].map(formatDistance)).toEqual(['40 m', '850 m', '3.2 km']);
  });
});
