import { z } from 'zod';
import {
  accuracyM,
  batteryPercent,
  headingDegrees,
  id,
  isoTime,
  latitude,
  longitude,
  speedMps,
} from './scalars.ts';

/** One reading of a driver's position, as a driver's device sends it. */
export const Fix = z
  .object({
    latitude,
    longitude,
    heading: headingDegrees.nullish(),
    speed: speedMps.nullish(),
    accuracy: accuracyM.nullish(),
    recorded_at: isoTime,
    /** The device's own counter, echoed in acknowledgements. */
    seq: z.int().min(0).optional(),
    battery: batteryPercent.nullish(),
    ticket_id: id.nullish(),
  })
  .meta({ id: 'Fix' });
export type Fix = z.infer<typeof Fix>;

export const MAX_FIXES_PER_CALL = 100;

/** The envelope alone: each fix is decoded by itself, so that one bad fix does not lose the others. */
export const FixBatch = z.object({ fixes: z.array(z.unknown()).min(1).max(MAX_FIXES_PER_CALL) });

export const FIX_REJECTIONS = ['invalid', 'in_future', 'too_old', 'off_duty'] as const;
export type FixRejection = (typeof FIX_REJECTIONS)[number];

export const LocationResponse = z
  .object({
    stored: z.int(),
    duplicates: z.int(),
    rejected: z.array(z.object({ index: z.int(), code: z.enum(FIX_REJECTIONS) })),
  })
  .meta({ id: 'LocationResult' });
export type LocationResponse = z.infer<typeof LocationResponse>;
