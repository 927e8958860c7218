import type { Random } from '#tools/simulator/random.ts';

/** Small damage to valid input: most of it still gets past the first check, which is where bugs are. */

const TEXTS: readonly string[] = [
  '',
  ' ',
  '0',
  '-1',
  'null',
  'undefined',
  'NaN',
  '1e309',
  '../../etc/passwd',
  '%00',
  '%',
  "' or 1=1 --",
  '{"$gt":""}',
  '__proto__',
  'constructor',
  '\u0000',
  '\ud800',
  '\u202e',
  '\ufeff',
  'ä€😀',
  'a'.repeat(300),
  'x'.repeat(5_000),
  '2026-13-45T99:99:99Z',
  '0000-00-00T00:00:00.000Z',
  '+275760-09-14T00:00:00Z',
  'private-admin.fleet',
  'presence-',
  '#server-to-user-1',
  'client-',
  'pusher:subscribe',
];
const NUMBERS: readonly number[] = [
  ...[0, -0, -1, 0.1, 1, 90.000_001, -180.1, 2_147_483_647, 2_147_483_648, -2_147_483_649],
  ...[Number.MAX_SAFE_INTEGER, 1e15, 1e21, 1e308, 5e-324, 253_402_300_800_000],
];

const oddValue = (random: Random): unknown => {
  switch (Math.floor(random.between(0, 9))) {
    case 0:
      return null;
    case 1:
      return random.chance(0.5);
    case 2:
      return [];
    case 3:
      return {};
    case 4:
      return random.pick(NUMBERS);
    case 5:
      return deep(Math.floor(random.between(10, 2_000)));
    case 6:
      return Array.from({ length: Math.floor(random.between(2, 200)) }, () => random.pick(TEXTS));
    case 7:
      return { __proto__: null, constructor: random.pick(TEXTS), toString: 1, length: -1 };
    default:
      return random.pick(TEXTS);
  }
};

const deep = (levels: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

/** A JSON value with a few of its parts exchanged, removed, doubled or added. */
export function mutateValue(value: unknown, random: Random, damage = 0.25): unknown {
  if (random.chance(damage / 3)) return oddValue(random);
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => mutateValue(item, random, damage));
    if (random.chance(damage)) items.push(oddValue(random));
    if (random.chance(damage / 2)) return [...items, ...items];
    return items;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
      if (random.chance(damage / 2)) return [];
      const name = random.chance(damage / 4) ? random.pick(TEXTS) : key;
      return [[name, mutateValue(item, random, damage)]];
    });
    if (random.chance(damage / 2)) entries.push([random.pick(TEXTS), oddValue(random)]);
    return Object.fromEntries(entries);
  }
  if (!random.chance(damage)) return value;
  if (typeof value === 'number') return random.chance(0.7) ? random.pick(NUMBERS) : oddValue(random);
  if (typeof value === 'string') return random.chance(0.5) ? mutateText(value, random) : oddValue(random);
  return oddValue(random);
}

/** Text with characters removed, exchanged, doubled or put in. */
export function mutateText(text: string, random: Random): string {
  let out = text;
  for (let times = Math.ceil(random.between(0, 3)); times > 0; times -= 1) {
    const at = Math.floor(random.between(0, out.length + 1));
    const to = Math.min(out.length, at + Math.ceil(random.between(0, 8)));
    const middle = random.pick([
      '',
      random.pick(TEXTS),
      out.slice(at, to).repeat(3),
      '"',
      '}',
      '\\u0000',
      '\\',
    ]);
    out = `${out.slice(0, at)}${middle}${out.slice(random.chance(0.5) ? at : to)}`;
  }
  return out;
}

/** Bytes flipped, cut off, doubled or thrown in. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  const out = Buffer.from(bytes);
  for (let times = Math.ceil(random.between(0, 6)); times > 0 && out.length > 0; times -= 1)
    out[Math.floor(random.between(0, out.length))] = Math.floor(random.between(0, 256));
  if (random.chance(0.2)) return out.subarray(0, Math.floor(random.between(0, out.length)));
  if (random.chance(0.2)) return Buffer.concat([out, out]);
  return out;
}

/** JSON text, usually of a damaged value, sometimes damaged as text. */
export function mutateJson(value: unknown, random: Random): string {
  const text = JSON.stringify(random.chance(0.85) ? mutateValue(value, random) : value) ?? 'null';
  return random.chance(0.15) ? mutateText(text, random) : text;
}

export const oddText = (random: Random): string => random.pick(TEXTS);

/** Without halves of surrogate pairs, which no URL can carry. */
export const toWellFormed = (text: string): string => text.replace(/[\ud800-\udfff]/gu, '\ufffd');
