import type { DriverStatus } from '#lib/domain/vocabulary.ts';

const number = (count: number): string => new Intl.NumberFormat('en').format(count);
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

const part: Readonly<Record<DriverStatus | 'stale', (count: number) => string>> = {
  available: (count) => `${number(count)} available`,
  offered: (count) => `${number(count)} with an offer`,
  busy: (count) => `${number(count)} busy`,
  off_duty: (count) => `${number(count)} off duty`,
  stale: (count) => `${number(count)} stale`,
};

/** Sentences of the discs that stand for several vehicles. */
export const clusters = {
  inView: 'Clusters in view',
  noneInView: 'No clusters in view: every vehicle stands for itself.',
  onOnePlace: (count: number) => `${number(count)} drivers in one place`,
  drivers: (count: number) => `${number(count)} drivers`,
  part,
  summary: (count: number, parts: readonly string[]) => `${number(count)} drivers: ${parts.join(', ')}`,
  /** What fits into a disc: 14, 1.2k. */
  onDisc: (count: number) => short.format(count).toLowerCase(),
  moreDrivers: (count: number) => `${number(count)} more: search for them in the list of drivers.`,
  moreClusters: (count: number) => `${number(count)} smaller ones are not listed: zoom in to reach them.`,
} as const;
