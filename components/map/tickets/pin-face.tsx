import clsx from 'clsx';
import { AlarmClock } from 'lucide-react';
import { ServiceIcon } from '#components/tickets/service-icon.tsx';
import type { ServiceType } from '#lib/domain/vocabulary.ts';
import type { SlaTone } from './ticket-sla.ts';

/** How much of the promised time is used. */
export interface PinRing {
  /** 0 to RING_STEPS. */
  readonly step: number;
  readonly tone: SlaTone;
}

/** A ring grows in steps, so that most pins are not drawn anew with each tick of the clock. */
export const RING_STEPS = 40;

const RING_COLOUR: Readonly<Record<SlaTone, string>> = {
  calm: 'stroke-muted',
  warn: 'stroke-warn',
  late: 'stroke-danger',
};

/** A pin with the service's icon, its tip on the place. */
export function PinFace({
  service,
  colour,
  selected = false,
  urgent = false,
  hollow = false,
  ring = null,
}: {
  readonly service: ServiceType;
  readonly colour: string;
  readonly selected?: boolean;
  readonly urgent?: boolean;
  readonly hollow?: boolean;
  readonly ring?: PinRing | null;
}) {
  return (
    <span
      className={clsx(
        'absolute bottom-1/2 left-1/2 flex -translate-x-1/2 flex-col items-center transition-transform duration-150',
        'origin-bottom drop-shadow-[0_1px_2px_rgb(0_0_0/0.35)]',
        // Small on a wide view, where they would hide the city: set by the map's zoom.
        selected ? 'scale-[calc(1.25*var(--marker-scale,1))]' : 'scale-[var(--marker-scale,1)]',
      )}
    >
      <span
        className={clsx(
          'relative flex size-7 items-center justify-center rounded-full border-2',
          colour,
          selected ? 'border-accent' : 'border-surface',
        )}
      >
        <span
          className={clsx(
            'flex items-center justify-center rounded-full',
            hollow ? 'size-[19px] bg-surface text-ink' : 'size-full text-surface',
          )}
        >
          <ServiceIcon type={service} className={hollow ? 'size-[13px]' : 'size-[15px]'} />
        </span>
        {ring !== null && <SlaRing {...ring} />}
        {ring?.tone === 'late' && (
          <span className="absolute -start-2 -top-2 flex size-4 items-center justify-center rounded-[4px] border border-surface bg-danger text-on-danger">
            <AlarmClock aria-hidden="true" strokeWidth={2.75} className="size-2.5" />
          </span>
        )}
        {urgent && (
          <span className="absolute -end-1.5 -top-1.5 flex size-3.5 items-center justify-center rounded-full border border-surface bg-danger text-[9px] leading-none font-bold text-on-danger">
            !
          </span>
        )}
      </span>
      <span className={clsx('-mt-[3px] size-2 rotate-45', selected ? 'bg-accent' : colour)} />
    </span>
  );
}

function SlaRing({ step, tone }: PinRing) {
  return (
    <svg viewBox="0 0 40 40" aria-hidden="true" className="absolute -inset-2 size-10 -rotate-90">
      <circle cx="20" cy="20" r="16.5" fill="none" strokeWidth="5" className="stroke-surface" />
      <circle
        cx="20"
        cy="20"
        r="16.5"
        fill="none"
        strokeWidth="3"
        pathLength={RING_STEPS}
        strokeDasharray={`${step} ${RING_STEPS}`}
        className={RING_COLOUR[tone]}
      />
    </svg>
  );
}
