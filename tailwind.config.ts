import type { Config } from 'tailwindcss';
import plugin from 'tailwindcss/plugin';
import { PALETTE, paletteVariables } from './components/ui/palette.ts';

const colours = Object.fromEntries(Object.keys(PALETTE).map((name) => [name, `var(--${name})`]));

/** Semantic tokens only: a component says what a colour means, the theme says which colour that is. */
const config: Config = {
  content: ['./app/**/*.{ts,tsx}', './components/**/*.{ts,tsx}'],
  theme: {
    colors: { transparent: 'transparent', current: 'currentColor', ...colours },
    extend: {
      fontFamily: {
        sans: ['Inter Variable', 'system-ui', 'sans-serif'],
        mono: ['ui-monospace', 'SFMono-Regular', 'Menlo', 'monospace'],
      },
      fontSize: {
        /** Lists that are scanned. */
        dense: ['0.8125rem', { lineHeight: '1.125rem' }],
        body: ['0.875rem', { lineHeight: '1.25rem' }],
        /** The one number that matters. */
        number: ['1.25rem', { lineHeight: '1.5rem' }],
      },
      boxShadow: {
        panel: '0 1px 2px rgb(15 24 40 / 0.06), 0 4px 16px rgb(15 24 40 / 0.08)',
        raised: '0 2px 6px rgb(15 24 40 / 0.10), 0 12px 32px rgb(15 24 40 / 0.18)',
      },
      screens: {
        /** From here on the desk shows its panes beside each other. */
        desk: '900px',
      },
    },
  },
  plugins: [
    plugin(({ addBase }) => {
      addBase({
        ':root': { colorScheme: 'light', ...paletteVariables('light') },
        '@media (prefers-color-scheme: dark)': {
          ":root:not([data-theme='light'])": { colorScheme: 'dark', ...paletteVariables('dark') },
        },
        ":root[data-theme='dark']": { colorScheme: 'dark', ...paletteVariables('dark') },
      });
    }),
  ],
};

export default config;
