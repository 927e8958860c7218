import type { ErrorBody } from '#lib/protocol/errors.ts';

/** A call that was refused or that did not come through. `message` is safe to show to a person. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /**
   * Next keeps a digest that is set across the boundary to the browser, where the message is withheld:
   * the error page learns the kind of failure from it.
   */
  readonly digest: string;

  /**
   * @param status HTTP status; 0 when no answer came
   * @param body the contract's error body, where there was one
   */
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly body: ErrorBody | null = null,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.digest = `${API_DIGEST}${code}`;
  }

  /** The first sentence about each field, for a form. */
  get fields(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(this.body?.errors ?? {}).flatMap(([field, [sentence]]) =>
        sentence === undefined ? [] : [[field, sentence]],
      ),
    );
  }
}

const API_DIGEST = 'callout:';

/** The code of an ApiError behind an error page's digest; undefined for other errors. */
export const codeOfDigest = (digest: string | undefined): string | undefined =>
  digest?.startsWith(API_DIGEST) ? digest.slice(API_DIGEST.length) : undefined;
