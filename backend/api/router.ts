import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { ZodError, ZodType } from 'zod';
import { notFound, Refusal } from '#backend/platform/refusal.ts';
import { ErrorBody } from '#lib/protocol/errors.ts';
import { id } from '#lib/protocol/scalars.ts';
import type { ApiEnv } from './api-env.ts';

/** A Hono app whose failed validation is the contract's 422, or 404 for what no path can name. */
export function createRouter(): OpenAPIHono<ApiEnv> {
  return new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (result.success) return undefined;
      throw result.target === 'param' ? notFound('resource') : validationRefusal(result.error);
    },
  });
}

export function validationRefusal(error: ZodError): Refusal {
  const errors: Record<string, string[]> = {};
  for (const issue of error.issues) {
    const field = issue.path.map(String).join('.') || 'body';
    (errors[field] ??= []).push(issue.message);
  }
  const [first] = error.issues;
  return new Refusal(422, 'invalid', first?.message ?? 'The given data is invalid.', { errors });
}

/** The ids are Postgres integers: a larger number names nothing. */
const MAX_ID = 2_147_483_647;

/** `{id}` of a path: anything that is no id of ours is unknown, not malformed. */
export const IdParam = z.object({
  id: z
    .string()
    .regex(/^[1-9]\d{0,9}$/)
    .transform(Number)
    .pipe(id.max(MAX_ID))
    .openapi({ type: 'integer', example: 1 }),
});

export const jsonBody = <T extends ZodType>(schema: T) => ({
  content: { 'application/json': { schema } },
  required: true as const,
});

export const jsonAnswer = <T extends ZodType>(schema: T, description: string) => ({
  content: { 'application/json': { schema } },
  description,
});

/** The refusals of a documented route, for its `responses`. They are thrown, never returned. */
export const refusals = jsonAnswer(ErrorBody, 'Refused; `code` says why.');

export const BEARER = [{ bearer: [] }];
