import { describe, expect, test } from 'vitest';
import { PALETTE, type ColourName } from './palette.ts';

const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
type Rgb = readonly [number, number, number];

const rgb = (hex: string): Rgb =>
  [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
const colour = (name: ColourName, theme: Theme): Rgb => rgb(PALETTE[name][theme]);
const mix = (over: Rgb, under: Rgb, share: number): Rgb =>
  over.map((value, i) => value * share + (under[i] ?? 0) * (1 - share)) as unknown as Rgb;

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(channels: Rgb): number {
  const [r, g, b] = channels.map((value) => {
    const s = value / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: Rgb, b: Rgb): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

const SURFACES = ['canvas', 'surface', 'raised', 'sunken'] as const;
const STATUS = (Object.keys(PALETTE) as ColourName[]).filter((name) => /^(ticket|driver)-/.test(name));
const TEXT_AA = 4.5;
const GRAPHICS_AA = 3;

describe.each(THEMES)('the %s theme', (theme) => {
  test.each(['ink', 'muted', 'accent', 'danger', 'warn', 'ok', ...STATUS] as const)(
    'shows %s as text on every surface at AA',
    (name) => {
      for (const surface of SURFACES) {
        expect(contrast(colour(name, theme), colour(surface, theme)), surface).toBeGreaterThanOrEqual(
          TEXT_AA,
        );
      }
    },
  );

  test.each(STATUS)('shows %s on its own tint of ten percent at AA', (name) => {
    for (const surface of SURFACES) {
      const tint = mix(colour(name, theme), colour(surface, theme), 0.1);
      expect(contrast(colour(name, theme), tint), surface).toBeGreaterThanOrEqual(TEXT_AA);
    }
  });

  test.each([
    ['on-accent', 'accent'],
    ['on-accent', 'accent-hover'],
    ['on-danger', 'danger'],
    ['on-danger', 'danger-hover'],
    ['accent', 'accent-soft'],
    ['danger', 'danger-soft'],
    ['warn', 'warn-soft'],
    ['ok', 'ok-soft'],
    ['ink', 'accent-soft'],
  ] as const)('shows %s on %s at AA', (text, ground) => {
    expect(contrast(colour(text, theme), colour(ground, theme))).toBeGreaterThanOrEqual(TEXT_AA);
  });

  test.each(['line-strong', 'speed-slow', 'speed-medium', 'speed-fast'] as const)(
    'draws %s at 3:1 on every surface',
    (name) => {
      for (const surface of SURFACES) {
        const ratio = contrast(colour(name, theme), colour(surface, theme));
        expect(ratio, surface).toBeGreaterThanOrEqual(GRAPHICS_AA);
      }
    },
  );
});
