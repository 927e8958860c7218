'use client';

import { useMemo, useRef } from 'react';

/** Choosing several rows of a list, by checkbox, Space, Shift with an arrow, or Shift with a click. */
export interface RowPicking {
  readonly picked: ReadonlySet<number>;
  readonly toggle: (key: number) => void;
  /** Adds every row from the last one that was chosen (else from `from`) up to this one. */
  readonly extendTo: (key: number, from?: number) => void;
}

export function useRowPicking(
  keys: readonly number[],
  picked: ReadonlySet<number>,
  setPicked: (next: ReadonlySet<number>) => void,
): RowPicking {
  const anchor = useRef<number | null>(null);
  return useMemo(
    () => ({
      picked,
      toggle(key) {
        anchor.current = key;
        const next = new Set(picked);
        if (!next.delete(key)) next.add(key);
        setPicked(next);
      },
      extendTo(key, from = key) {
        anchor.current ??= from;
        setPicked(new Set([...picked, ...keysBetween(keys, anchor.current, key)]));
      },
    }),
    [keys, picked, setPicked],
  );
}

/** Both ends included, in the order of the list; an end that is not in the list is the other one. */
export function keysBetween(keys: readonly number[], a: number, b: number): readonly number[] {
  const [atA, atB] = [keys.indexOf(a), keys.indexOf(b)];
  if (atA < 0 && atB < 0) return [];
  const [first, last] = [atA < 0 ? atB : atA, atB < 0 ? atA : atB];
  return keys.slice(Math.min(first, last), Math.max(first, last) + 1);
}
