/** Where a card beside a marker stands, CSS pixels in its container. */

interface Box {
  readonly width: number;
  readonly height: number;
}

/** From the marker's middle to the card's edge: clear of the marker and, below it, of its label. */
const GAP_ABOVE_PX = 20;
const GAP_BELOW_PX = 36;
const EDGE_PX = 6;

/**
 * Above the marker and centred on it; below where there is no room above; never over the container's edge.
 * @param wasBelow where it stands now: it stays there while there is room, so that it does not flip to and fro
 */
export function cardPlace(
  anchor: { readonly x: number; readonly y: number },
  card: Box,
  container: Box,
  wasBelow = false,
): { readonly x: number; readonly y: number; readonly below: boolean } {
  const above = anchor.y - GAP_ABOVE_PX - card.height;
  const under = anchor.y + GAP_BELOW_PX;
  const fitsAbove = above >= EDGE_PX;
  const fitsBelow = under + card.height <= container.height - EDGE_PX;
  const below = wasBelow
    ? fitsBelow && (!fitsAbove || above < EDGE_PX + card.height)
    : !fitsAbove && fitsBelow;
  const clamp = (value: number, size: number, room: number) =>
    Math.round(Math.max(EDGE_PX, Math.min(room - size - EDGE_PX, value)));
  return {
    x: clamp(anchor.x - card.width / 2, card.width, container.width),
    y: clamp(below ? under : above, card.height, container.height),
    below,
  };
}
