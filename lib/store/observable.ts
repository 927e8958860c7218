/** One value that can be watched; `get` and `subscribe` need no `this`. */
export interface Observable<T> {
  readonly get: () => T;
  /** Returns the unsubscriber. */
  readonly subscribe: (listener: () => void) => () => void;
}

export interface Subject<T> extends Observable<T> {
  /** Notifies unless `same(old, next)`. */
  readonly set: (next: T) => void;
}

export function createSubject<T>(initial: T, same: (a: T, b: T) => boolean = Object.is): Subject<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (same(value, next)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
