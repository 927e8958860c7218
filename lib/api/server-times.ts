/** Every answer of the web server says when it was written: what a browser's idea of the server's clock lives on. */

type Listener = (serverMs: number) => void;

const listeners = new Set<Listener>();

/**
 * @param listener takes epoch ms, of whole seconds and as late as the answer was: never ahead of the server
 * @returns stop
 */
export function onServerTime(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** @param date an answer's `Date` header; one that is absent or no date says nothing */
export function noteServerTime(date: string | null): void {
  const serverMs = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(serverMs)) return;
  for (const listener of listeners) listener(serverMs);
}
