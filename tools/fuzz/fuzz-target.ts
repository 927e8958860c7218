/** A backend to be fuzzed, and the credentials that let the damage in past the door. */
export interface FuzzTarget {
  readonly url: string;
  readonly app: { readonly appId: string; readonly key: string; readonly secret: string };
  /** Bearer tokens of an administrator, a dispatcher, a driver and a customer. */
  readonly tokens: readonly string[];
  /** Makes the backend collect its garbage, so that what is left is kept; without it memory is judged coarsely. */
  readonly collectGarbage?: () => void;
}

/** What a run has seen that must never happen, at most a few of each, with what brings it back. */
export class Findings {
  readonly kept: string[] = [];
  #count = 0;

  add(finding: string): void {
    this.#count += 1;
    if (this.kept.length < 20) this.kept.push(finding.slice(0, 2_000));
  }

  get count(): number {
    return this.#count;
  }
}
