import { map } from '#lib/messages/en/map.ts';

/** Shown while the map's script loads: the ground colour of the map, so that nothing flashes. */
export function MapPlaceholder() {
  return (
    <div
      className="flex h-full w-full items-center justify-center bg-sunken text-body text-muted"
      role="status"
    >
      {map.loading}
    </div>
  );
}
