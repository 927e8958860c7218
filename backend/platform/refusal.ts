/** The one error that a command throws on purpose; the API turns it into the contract's error body. */

export interface RefusalDetails {
  readonly errors?: Readonly<Record<string, readonly string[]>>;
  readonly current?: unknown;
  readonly allowed?: readonly string[];
  readonly holder?: { readonly id: number; readonly name: string };
  /** Seconds, sent as Retry-After. */
  readonly retryAfterSeconds?: number;
}

export type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 410 | 412 | 413 | 415 | 422 | 428 | 429 | 503;

export class Refusal extends Error {
  override readonly name = 'Refusal';

  /**
   * @param status HTTP status
   * @param code stable snake_case word that programs may match on
   * @param message one sentence, safe for any reader
   */
  constructor(
    readonly status: RefusalStatus,
    readonly code: string,
    message: string,
    readonly details: RefusalDetails = {},
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

export const notFound = (what: string): Refusal => new Refusal(404, 'not_found', `There is no such ${what}.`);

export const forbidden = (message = 'You may not do this.'): Refusal =>
  new Refusal(403, 'forbidden', message);

export const invalid = (field: string, sentence: string, code = 'invalid'): Refusal =>
  new Refusal(422, code, sentence, { errors: { [field]: [sentence] } });
