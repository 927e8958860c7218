import type { FrameCount } from './frame-count.ts';

/** What a page under measurement answers when the benchmark asks it, by `globalThis.bench`. */
export interface PageAnswers {
  /** Undefined on a page that draws nothing. */
  frames(): FrameCount | undefined;
  /** Fixes that the store has taken. */
  stored(): number;
  readonly [more: string]: (...args: never[]) => unknown;
}

export function answer(answers: PageAnswers): void {
  Object.assign(globalThis, { bench: answers });
}
