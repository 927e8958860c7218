import { tickets } from '#lib/messages/en/tickets.ts';
import type { DraftField, DraftProblems } from './ticket-draft.ts';

/** What is wrong with each field, in words. */
export function problemSentences(problems: DraftProblems): Partial<Readonly<Record<DraftField, string>>> {
  return Object.fromEntries(
    Object.entries(problems).map(([field, problem]) => [field, tickets.form.problem[problem]]),
  );
}
