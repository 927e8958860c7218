import { z } from 'zod';
import { Device } from '#lib/protocol/device.ts';
import { Driver } from '#lib/protocol/driver.ts';
import { one } from '#lib/protocol/paging.ts';

/** Answers of the driver calls as the desk reads them. */
export const DriverAnswer = one(Driver);
export const DeviceAnswer = one(Device);
export const DevicesAnswer = z.object({ data: z.array(Device) });
export const NoAnswer = z.unknown();

/** A recorded fix, as far as the track needs it. */
const TrackFix = z.object({
  latitude: z.number(),
  longitude: z.number(),
  speed: z.number().nullable(),
  recorded_at: z.string(),
});
export const TrackAnswer = z.object({
  data: z.array(TrackFix),
  meta: z.object({ last_page: z.int() }).optional(),
});
