/** One target of a benchmark and what was measured against it. */
export interface Verdict {
  readonly target: string;
  readonly measured: string;
  readonly met: boolean;
}

/** What a benchmark hands back: its table goes to the screen, all of it into the JSON file. */
export interface BenchResult {
  readonly question: string;
  readonly table: readonly Readonly<Record<string, string | number>>[];
  readonly verdicts: readonly Verdict[];
  readonly details: unknown;
}

/** How a benchmark is asked: `--short` for a quick look, and options of its own such as `--minutes 10`. */
export interface BenchOptions {
  readonly short: boolean;
  readonly minutes: number | undefined;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 1 ? middle : middle - 1], sorted[middle]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}

export const round = (value: number, digits = 0): number => Number(value.toFixed(digits));
