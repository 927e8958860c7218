import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      resolved: z.string().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});
const read = () =>
  Lock.parse(JSON.parse(readFileSync(resolve(import.meta.dirname, '../package-lock.json'), 'utf8')));

it('the lock names the optional packages of every platform: else npm ci refuses it (mend: npm run lock)', () => {
  const { packages } = read();
  const named = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')));
  const asked = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
  expect(asked.length).toBeGreaterThan(40);
  expect(asked.filter((name) => !named.has(name))).toEqual([]);
});

it('the lock names no registry: packages come from the one that npm is set to', () => {
  expect(Object.values(read().packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});
