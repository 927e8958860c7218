import type { Observable } from './observable.ts';

/**
 * The same value, changing at most once per interval: at once after a pause, then at the end of each
 * interval. For views that cost as much as the whole fleet, whose drivers change with every frame.
 */
export function calmed<T>(source: Observable<T>, intervalMs: number): Observable<T> {
  const listeners = new Set<() => void>();
  let held = source.get();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let changedMeanwhile = false;
  let stop: (() => void) | undefined;

  const renew = () => {
    changedMeanwhile = false;
    const next = source.get();
    if (Object.is(next, held)) return;
    held = next;
    timer = setTimeout(() => {
      timer = undefined;
      if (changedMeanwhile) renew();
    }, intervalMs);
    for (const listener of listeners) listener();
  };
  return {
    get: () => (listeners.size === 0 ? source.get() : held),
    subscribe(listener) {
      listeners.add(listener);
      if (stop === undefined) {
        held = source.get();
        stop = source.subscribe(() => {
          if (timer === undefined) renew();
          else changedMeanwhile = true;
        });
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = undefined;
        clearTimeout(timer);
        timer = undefined;
        changedMeanwhile = false;
      };
    },
  };
}
