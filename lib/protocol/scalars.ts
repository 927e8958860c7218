import { z } from 'zod';

/** Scalars that several resources share. Readers are a little wider than what we write. */

/** ISO 8601 with a zone; written in UTC with milliseconds, read with micro- or whole seconds too. */
export const isoTime = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), 'must be an ISO 8601 time');

/** Above this no row exists: ids are Postgres integers. */
export const MAX_ID = 2_147_483_647;
export const id = z.int().positive().max(MAX_ID);
export const version = z.int().positive();

const degrees = (limit: number, name: string) =>
  z
    .union(
      [
        z.number(),
        z
          .string()
          .trim()
          .regex(/^[+-]?\d+(\.\d+)?$/, `${name} must be a number of degrees`)
          .transform(Number),
      ],
      { error: `${name} must be a number of degrees` },
    )
    .pipe(
      z
        .number(`${name} must be a number of degrees`)
        .min(-limit, `${name} must be between -${limit} and ${limit}`)
        .max(limit, `${name} must be between -${limit} and ${limit}`),
    );

/** WGS 84 degrees, as a number or a numeric string. */
export const latitude = degrees(90, 'latitude');
export const longitude = degrees(180, 'longitude');

export const headingDegrees = z.number().min(0).max(360);
export const speedMps = z.number().min(0).max(150);
export const accuracyM = z.number().min(0).max(1_000_000);
/** Battery charge as a fraction in 0–1, or percent in 1–100; kept as percent. */
export const batteryPercent = z.number().min(0).max(100);
