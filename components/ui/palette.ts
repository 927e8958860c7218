/**
 * Every colour of the product, by meaning, in both themes. tailwind.config.ts turns a name into the CSS
 * variable `--<name>` and the utilities `bg-<name>`, `text-<name>`, `border-<name>`; drawing code reads the
 * variable from the document. palette.test.ts holds the pairs that meet to WCAG AA.
 */
export const PALETTE = {
  /** Behind everything. */
  canvas: { light: '#f4f6f9', dark: '#0b0f17' },
  /** Panels, bars, lists. */
  surface: { light: '#ffffff', dark: '#121824' },
  /** Menus, dialogs, toasts. */
  raised: { light: '#ffffff', dark: '#192131' },
  /** Hovered rows, wells, quiet buttons. */
  sunken: { light: '#eef1f5', dark: '#1e2738' },
  /** Hairlines that only separate. */
  line: { light: '#dde3ea', dark: '#273247' },
  /** Edges of controls: 3:1 against the surfaces. */
  'line-strong': { light: '#7d8ba1', dark: '#64748f' },
  ink: { light: '#0f1828', dark: '#e8edf5' },
  muted: { light: '#4b596d', dark: '#a5b2c6' },
  accent: { light: '#1f57d6', dark: '#7aa5ff' },
  'accent-hover': { light: '#1a48b4', dark: '#9bbcff' },
  'accent-soft': { light: '#e6edfd', dark: '#1a2a4d' },
  'on-accent': { light: '#ffffff', dark: '#0b1224' },
  danger: { light: '#b3201f', dark: '#ff8f87' },
  'danger-hover': { light: '#931817', dark: '#ffaba5' },
  'danger-soft': { light: '#fdecea', dark: '#3b1d20' },
  'on-danger': { light: '#ffffff', dark: '#2b0b0c' },
  warn: { light: '#8a4b04', dark: '#f6bd55' },
  'warn-soft': { light: '#fdf3df', dark: '#37290f' },
  ok: { light: '#136c37', dark: '#5fd68b' },
  'ok-soft': { light: '#e4f6ea', dark: '#12301f' },

  'ticket-created': { light: '#9a4a06', dark: '#f8b84e' },
  'ticket-offered': { light: '#7031c9', dark: '#b99cfb' },
  'ticket-assigned': { light: '#0a5f94', dark: '#5cc0f2' },
  'ticket-en-route': { light: '#0c6862', dark: '#43d1c1' },
  'ticket-on-site': { light: '#3f3fc4', dark: '#97a3fb' },
  'ticket-in-service': { light: '#456b08', dark: '#a9d84f' },
  'ticket-completed': { light: '#136c37', dark: '#5fd68b' },
  'ticket-ended': { light: '#526075', dark: '#97a5ba' },

  'driver-available': { light: '#136c37', dark: '#5fd68b' },
  'driver-offered': { light: '#7031c9', dark: '#b99cfb' },
  'driver-busy': { light: '#0a5f94', dark: '#5cc0f2' },
  'driver-off': { light: '#526075', dark: '#97a5ba' },
  'driver-stale': { light: '#5a6577', dark: '#97a1b1' },
  'driver-lost': { light: '#5a6577', dark: '#97a1b1' },

  /** A recorded track by its speed, under 30, to 60 and over 60 km/h: a ramp from warm and light to cold and deep. */
  'speed-slow': { light: '#c2570c', dark: '#fdba5c' },
  'speed-medium': { light: '#0d7d74', dark: '#4fd6c4' },
  'speed-fast': { light: '#4332b8', dark: '#a89bff' },
} as const satisfies Readonly<Record<string, { readonly light: string; readonly dark: string }>>;

export type ColourName = keyof typeof PALETTE;

/** `--name: value` for one theme. */
export function paletteVariables(theme: 'light' | 'dark'): Record<`--${string}`, string> {
  return Object.fromEntries(Object.entries(PALETTE).map(([name, colour]) => [`--${name}`, colour[theme]]));
}
