import { z } from 'zod';
import { FIX_REJECTIONS } from './fix.ts';
import { id, isoTime } from './scalars.ts';

/** Where a tracker app sends its fixes, below the public address. */
export const INGEST_PATH = '/api/ingest/osmand';

/** What became of a phone's fixes since it was added. */
export const DeviceFixes = z
  .object({
    stored: z.int(),
    duplicates: z.int(),
    rejected: z.record(z.enum(FIX_REJECTIONS), z.int()),
  })
  .meta({ id: 'DeviceFixes' });
export type DeviceFixes = z.infer<typeof DeviceFixes>;

/** A phone that reports a driver's position; `token` and `url` are there in the creating answer only. */
export const Device = z
  .object({
    id,
    driver_id: id,
    name: z.string(),
    created_at: isoTime,
    last_seen_at: isoTime.nullable(),
    revoked_at: isoTime.nullable(),
    fixes: DeviceFixes,
    /** The device identifier to type into the app. */
    token: z.string().optional(),
    /** The server URL to type into the app. */
    url: z.string().optional(),
  })
  .meta({ id: 'Device' });
export type Device = z.infer<typeof Device>;

export const MAX_DEVICE_NAME = 60;

export const CreateDeviceRequest = z.object({
  name: z.string().trim().min(1).max(MAX_DEVICE_NAME).default('Phone'),
});
