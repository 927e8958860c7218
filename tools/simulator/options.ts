import { parseArgs } from 'node:util';
import { z } from 'zod';

/** The command line of the simulator. */
const Options = z.object({
  url: z.url({ protocol: /^https?$/, error: 'must be an address like http://localhost:3000' }),
  drivers: z.coerce.number('must be a number').int('must be a whole number').min(0).max(20_000),
  rate: z.coerce
    .number('must be a number')
    .positive('must be above 0')
    .max(20, 'must be at most 20 per second'),
  'tickets-per-minute': z.coerce.number('must be a number').min(0).max(6_000),
  customers: z.coerce.number('must be a number').int().min(1).max(5_000),
  seed: z.string(),
  email: z.string().optional(),
  password: z.string().optional(),
  key: z.string().optional(),
});
export type SimulatorOptions = z.infer<typeof Options>;

const text = { type: 'string' } as const;

export const USAGE =
  'npm run simulate -- --drivers N --rate HZ [--tickets-per-minute M] [--customers N] [--url http://localhost:3000] ' +
  '[--email ADMIN --password …] [--key BROKER_KEY] [--seed S]';

/** @throws Error with one sentence about what is wrong */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): SimulatorOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { ...text, default: `http://localhost:${env['PORT'] || '3000'}` },
      drivers: { ...text, default: '40' },
      rate: { ...text, default: '1' },
      'tickets-per-minute': { ...text, default: '0' },
      customers: { ...text, default: '12' },
      seed: { ...text, default: 'gothenburg' },
      email: text,
      password: text,
      key: text,
    },
  });
  const parsed = Options.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`--${String(issue?.path[0])} ${issue?.message}.`);
}
