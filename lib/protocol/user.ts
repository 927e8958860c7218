import { z } from 'zod';
import { ROLES } from '#lib/domain/vocabulary.ts';
import { id, isoTime, version } from './scalars.ts';

export const User = z
  .object({
    id,
    name: z.string(),
    email: z.string().nullable(),
    role: z.enum(ROLES),
    phone: z.string().nullable(),
    driver_id: id.nullable(),
    disabled_at: isoTime.nullable(),
    version,
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof User>;

export const LoginRequest = z.object({
  email: z.string().trim().min(1, 'The email is required.').max(254),
  password: z.string().min(1, 'The password is required.').max(1_000),
  device_name: z.string().max(100).optional(),
});
export type LoginRequest = z.infer<typeof LoginRequest>;

export const LoginResponse = z
  .object({
    token: z.string(),
    token_type: z.literal('Bearer'),
    expires_at: isoTime.nullable(),
    user: User,
  })
  .meta({ id: 'Login' });
export type LoginResponse = z.infer<typeof LoginResponse>;

export const CreateUserRequest = z.object({
  name: z.string().trim().min(1).max(120),
  email: z.email().max(254),
  password: z.string().min(10).max(1_000),
  role: z.enum(ROLES),
  phone: z.string().trim().max(40).nullable().optional(),
});
export type CreateUserRequest = z.infer<typeof CreateUserRequest>;

export const UpdateUserRequest = z.object({
  name: z.string().trim().min(1).max(120).optional(),
  phone: z.string().trim().max(40).nullable().optional(),
  role: z.enum(ROLES).optional(),
  password: z.string().min(10).max(1_000).optional(),
  disabled: z.boolean().optional(),
});
export type UpdateUserRequest = z.infer<typeof UpdateUserRequest>;

/** The one-time link's form: makes the first admin. */
export const SetupRequest = z.object({
  token: z.string().min(1).max(200),
  name: z.string().trim().min(1, 'The name is required.').max(120),
  email: z.email('Give an email address.').max(254),
  password: z.string().min(10, 'Use at least 10 characters.').max(1_000),
});
export type SetupRequest = z.infer<typeof SetupRequest>;

/** A signed-in device of a user, without its token. */
export const UserSession = z
  .object({
    id,
    device_name: z.string().nullable(),
    created_at: isoTime,
    last_used_at: isoTime.nullable(),
    expires_at: isoTime,
  })
  .meta({ id: 'UserSession' });
export type UserSession = z.infer<typeof UserSession>;
