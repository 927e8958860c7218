'use client';

import { ConnectionBadge } from '#components/live/connection-status.tsx';
import { TrackingProvider, useTracking } from '#components/live/tracking-provider.tsx';
import { PlaceMap } from '#components/map/place-map.tsx';
import { Mark } from '#components/shell/mark.tsx';
import { Said } from '#components/ui/said.tsx';
import type { PublicSettings } from '#lib/config/public-settings.ts';
import { isEnded } from '#lib/domain/ticket-status.ts';
import { common } from '#lib/messages/en/common.ts';
import { customer } from '#lib/messages/en/customer.ts';
import { tracking } from '#lib/messages/en/tracking.ts';
import type { TrackingView } from '#lib/protocol/tracking.ts';
import { CancelRequest } from './cancel-request.tsx';
import { Rating } from './rating.tsx';
import { Sentence } from './sentence.tsx';
import { Stepper } from './stepper.tsx';
import { useTrackingNow } from './use-tracking-now.ts';
import { VehicleCard } from './vehicle-card.tsx';

export interface TrackingPageProps {
  readonly settings: PublicSettings;
  readonly token: string;
  readonly initial: TrackingView;
}

/** What the holder of a link sees; the server renders all of it but the map from the first answer. */
export function TrackingPage({ settings, token, initial }: TrackingPageProps) {
  return (
    <TrackingProvider settings={settings} token={token} initial={initial}>
      <Tracking settings={settings} token={token} />
    </TrackingProvider>
  );
}

const TICK_MS = 5_000;

function Tracking({ settings, token }: { readonly settings: PublicSettings; readonly token: string }) {
  const { view, connection, apply } = useTracking();
  const nowMs = useTrackingNow(settings.serverNowMs, TICK_MS);
  const ended = isEnded(view.status);

  return (
    <main className="mx-auto flex min-h-dvh w-full flex-col bg-surface desk:h-dvh desk:flex-row">
      {!ended && (
        <div className="relative h-[42dvh] min-h-56 shrink-0 desk:h-auto desk:flex-1">
          <PlaceMap
            settings={settings}
            label={tracking.mapLabel}
            destination={{
              latitude: view.destination.latitude,
              longitude: view.destination.longitude,
              serviceType: view.service_type,
              label: view.destination.address ?? tracking.destination,
            }}
            position={view.position}
            nowMs={nowMs}
          />
        </div>
      )}
      <div
        className={
          ended
            ? 'mx-auto w-full max-w-lg space-y-6 px-5 py-6'
            : 'space-y-6 px-5 py-5 desk:w-[26rem] desk:shrink-0 desk:overflow-y-auto desk:border-s desk:border-line'
        }
      >
        <header className="flex items-center justify-between gap-3 text-dense text-muted">
          <span className="flex items-center gap-2">
            <Mark className="size-4" />
            <span className="sr-only">{common.product}</span>
            {customer.service[view.service_type]} · {view.reference}
          </span>
          <ConnectionBadge state={connection} />
        </header>
        <Sentence view={view} connection={connection} nowMs={nowMs} limits={settings.connectivity} />
        <Said label={tracking.fromDispatch} update={view.update} />
        {view.driver !== null && <VehicleCard driver={view.driver} />}
        <Stepper steps={view.steps} />
        <Rating token={token} view={view} onRated={apply} />
        {view.can.includes('cancel') && <CancelRequest token={token} onCanceled={apply} />}
      </div>
    </main>
  );
}
