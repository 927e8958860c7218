const ARROW_MS = 5_000;
const PAGE_MS = 60_000;
const PAGES = 20;

/** Which part of the slider lies before a point, 0 to 1. */
export function shareOf(x: number, left: number, width: number, rightToLeft: boolean): number {
  if (width <= 0) return 0;
  const share = Math.min(1, Math.max(0, (x - left) / width));
  return rightToLeft ? 1 - share : share;
}

/** Where a key leads on the slider; null for one that means nothing to it. */
export function stepOfKey(
  key: string,
  { atMs, startMs, endMs }: { readonly atMs: number; readonly startMs: number; readonly endMs: number },
  rightToLeft: boolean,
): number | null {
  const forward = rightToLeft ? -1 : 1;
  const pageMs = Math.max(PAGE_MS, (endMs - startMs) / PAGES);
  switch (key) {
    case 'ArrowRight':
      return atMs + forward * ARROW_MS;
    case 'ArrowLeft':
      return atMs - forward * ARROW_MS;
    case 'ArrowUp':
      return atMs + ARROW_MS;
    case 'ArrowDown':
      return atMs - ARROW_MS;
    case 'PageUp':
      return atMs + pageMs;
    case 'PageDown':
      return atMs - pageMs;
    case 'Home':
      return startMs;
    case 'End':
      return endMs;
    default:
      return null;
  }
}
