/** Where a list is scrolled to, said by its rows instead of by pixels. */
export interface ListAnchor {
  readonly key: number;
  /** Pixels of the row above the visible edge. */
  readonly offsetPx: number;
}

/** The first visible row, or null at the very top, where new rows should be seen coming in. */
export function anchorAt(
  keys: readonly number[],
  rowHeightPx: number,
  scrollTopPx: number,
): ListAnchor | null {
  if (scrollTopPx <= 0) return null;
  const index = Math.floor(scrollTopPx / rowHeightPx);
  const key = keys[index];
  return key === undefined ? null : { key, offsetPx: scrollTopPx - index * rowHeightPx };
}

/**
 * Where to scroll so that what a person reads stays under their eyes although rows came, went or moved
 * above it. The anchor's own row may be gone or have jumped far: then the nearest row that was below it
 * and is still there takes its place.
 */
export function scrollTopFor(
  anchor: ListAnchor,
  before: readonly number[],
  after: readonly number[],
  rowHeightPx: number,
): number | null {
  const places = new Map(after.map((key, index) => [key, index]));
  const start = before.indexOf(anchor.key);
  for (let index = Math.max(0, start); index < before.length; index += 1) {
    const key = before[index];
    const place = key === undefined ? undefined : places.get(key);
    if (place !== undefined) return place * rowHeightPx + anchor.offsetPx;
  }
  return null;
}
