import { writeDate } from './replay-time.ts';

const LONGEST_NAME = 60;

/**
 * "omar-haddad-2026-11-28.gpx": who and which day, in letters that every file system takes.
 * @param fallback for a name without a single such letter
 */
export function trackFileName(
  name: string,
  fallback: string,
  atMs: number,
  extension: 'gpx' | 'csv',
): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9]+/gu, '-')
    .slice(0, LONGEST_NAME)
    .replaceAll(/^-+|-+$/gu, '')
    .toLowerCase();
  return `${plain === '' ? fallback : plain}-${writeDate(atMs)}.${extension}`;
}
