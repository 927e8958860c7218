import type { Percentiles } from './percentiles.ts';

const STEP_MS = 0.1;
const STEPS = 600_000;

/** Latencies up to a minute in steps of 0.1 ms: millions of values cost no memory and no sorting. */
export class Histogram {
  readonly #counts = new Uint32Array(STEPS);
  #count = 0;

  add(ms: number): void {
    const step = Math.min(STEPS - 1, Math.max(0, Math.round(ms / STEP_MS)));
    this.#counts[step] = (this.#counts[step] ?? 0) + 1;
    this.#count += 1;
  }

  clear(): void {
    this.#counts.fill(0);
    this.#count = 0;
  }

  percentiles(): Percentiles {
    const [p50, p95, p99, max] = [0.5, 0.95, 0.99, 1].map((share) => this.#rank(share));
    const none = Number.NaN;
    return { count: this.#count, p50: p50 ?? none, p95: p95 ?? none, p99: p99 ?? none, max: max ?? none };
  }

  #rank(share: number): number {
    const wanted = Math.max(1, Math.ceil(share * this.#count));
    let seen = 0;
    for (let step = 0; step < STEPS; step += 1) {
      seen += this.#counts[step] ?? 0;
      if (seen >= wanted) return step * STEP_MS;
    }
    return Number.NaN;
  }
}
