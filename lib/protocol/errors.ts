import { z } from 'zod';

/** The one shape of every refusal, on REST and behind it. `message` is safe to show to a person. */
export const ErrorBody = z
  .object({
    message: z.string(),
    code: z.string(),
    request_id: z.string(),
    /** 422: field name → sentences. */
    errors: z.record(z.string(), z.array(z.string())).optional(),
    /** 409: the resource as it is now. */
    current: z.unknown().optional(),
    /** 409 on a status step: what would be legal now. */
    allowed: z.array(z.string()).optional(),
    /** 409 on a lost race: who has it. */
    holder: z.object({ id: z.int(), name: z.string() }).optional(),
  })
  .meta({ id: 'Error' });
export type ErrorBody = z.infer<typeof ErrorBody>;
