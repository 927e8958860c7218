import { Car } from 'lucide-react';
import { tracking } from '#lib/messages/en/tracking.ts';
import type { TrackingView } from '#lib/protocol/tracking.ts';

/** What to look out for in the street. */
export function VehicleCard({ driver }: { readonly driver: NonNullable<TrackingView['driver']> }) {
  const { make, model, colour } = driver.vehicle;
  const vehicle = [colour, make, model].filter((part) => part !== '').join(' ');
  return (
    <section
      aria-label={tracking.driver}
      className="flex items-center gap-3 rounded-lg border border-line px-4 py-3"
    >
      <Car aria-hidden="true" className="size-6 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="text-body font-medium">{driver.first_name}</p>
        {vehicle !== '' && <p className="text-dense text-muted first-letter:uppercase">{vehicle}</p>}
      </div>
      {driver.plate !== '' && (
        <p
          aria-label={tracking.plate(driver.plate)}
          className="rounded border border-line-strong px-2.5 py-1 text-base font-semibold tracking-wider tabular-nums"
        >
          {driver.plate}
        </p>
      )}
    </section>
  );
}
