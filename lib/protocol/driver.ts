import { z } from 'zod';
import { DRIVER_STATUSES, DUTIES, SERVICE_TYPES } from '#lib/domain/vocabulary.ts';
import { id, isoTime, version } from './scalars.ts';

export const Vehicle = z
  .object({ make: z.string(), model: z.string(), colour: z.string(), plate: z.string() })
  .meta({ id: 'Vehicle' });
export type Vehicle = z.infer<typeof Vehicle>;

export const Position = z
  .object({
    latitude: z.number(),
    longitude: z.number(),
    heading: z.number().nullable(),
    speed: z.number().nullable(),
    accuracy: z.number().nullable(),
    recorded_at: isoTime,
    received_at: isoTime,
    seq: z.int(),
  })
  .meta({ id: 'Position' });
export type Position = z.infer<typeof Position>;

export const Driver = z
  .object({
    id,
    user_id: id,
    name: z.string(),
    phone: z.string().nullable(),
    vehicle: Vehicle,
    skills: z.array(z.enum(SERVICE_TYPES)),
    duty: z.enum(DUTIES),
    status: z.enum(DRIVER_STATUSES),
    position: Position.nullable(),
    /** Percent, 0–100. */
    battery: z.number().nullable(),
    current_ticket_id: id.nullable(),
    version,
    updated_at: isoTime,
  })
  .meta({ id: 'Driver' });
export type Driver = z.infer<typeof Driver>;

const vehicleField = {
  make: z.string().trim().max(60),
  model: z.string().trim().max(60),
  colour: z.string().trim().max(40),
  plate: z.string().trim().max(20),
};
const vehicleInput = z.object({
  make: vehicleField.make.default(''),
  model: vehicleField.model.default(''),
  colour: vehicleField.colour.default(''),
  plate: vehicleField.plate.default(''),
});
/** Without defaults: a field that is left out stays as it is. */
const vehiclePatch = z.object(vehicleField).partial();

/** Makes a driver for an existing user with the role driver, or makes that user too. */
export const CreateDriverRequest = z.object({
  user_id: id.optional(),
  name: z.string().trim().min(1).max(120),
  email: z.email().max(254).optional(),
  password: z.string().min(10).max(1_000).optional(),
  phone: z.string().trim().max(40).nullable().optional(),
  vehicle: vehicleInput.default({ make: '', model: '', colour: '', plate: '' }),
  skills: z.array(z.enum(SERVICE_TYPES)).default([...SERVICE_TYPES]),
});
export type CreateDriverRequest = z.infer<typeof CreateDriverRequest>;

export const UpdateDriverRequest = z.object({
  name: z.string().trim().min(1).max(120).optional(),
  phone: z.string().trim().max(40).nullable().optional(),
  vehicle: vehiclePatch.optional(),
  skills: z.array(z.enum(SERVICE_TYPES)).optional(),
  duty: z.enum(DUTIES).optional(),
});
export type UpdateDriverRequest = z.infer<typeof UpdateDriverRequest>;

export const DutyRequest = z.object({ duty: z.enum(DUTIES) });
