import type { ZodError } from 'zod';

/** What a form's action answers when it did not succeed. */
export interface FormState {
  /** What the person typed and keeps; never a password. */
  readonly values: Readonly<Record<string, string>>;
  /** A sentence about the whole form. */
  readonly message: string | null;
  /** A sentence about a field. */
  readonly fields: Readonly<Record<string, string>>;
}

export const EMPTY_FORM: FormState = { values: {}, message: null, fields: {} };

export function firstSentences(error: ZodError): Record<string, string> {
  const sentences: Record<string, string> = {};
  for (const issue of error.issues) sentences[String(issue.path[0])] ??= issue.message;
  return sentences;
}

/** What a person typed into a field; a file sent in its place counts as nothing. */
export function typed(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
