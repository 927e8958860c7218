'use client';

import { History } from 'lucide-react';
import { useLiveStore } from '#components/live/use-live.ts';
import { Button } from '#components/ui/button.tsx';
import { replay as words } from '#lib/messages/en/replay.ts';
import { openReplay } from './open-replay.ts';

const SPAN_MS = 3_600_000;

/** Replays the driver's last hour; of one who has been silent longer, the hour up to the last position. */
export function ReplayDriverButton({ driverId }: { readonly driverId: number }) {
  const { clock, fleet } = useLiveStore();
  const open = () => {
    const nowMs = clock.nowMs();
    const heardMs = fleet.position(driverId)?.recordedAtMs;
    const endMs = heardMs !== undefined && nowMs - heardMs > SPAN_MS ? heardMs : nowMs;
    // Whole seconds, as the address has them, and the last one whole.
    const toMs = Math.ceil(endMs / 1_000) * 1_000;
    openReplay({ kind: 'driver', driverId, span: { fromMs: toMs - SPAN_MS, toMs } });
  };
  return (
    <Button size="sm" onClick={open}>
      <History aria-hidden="true" className="size-4" />
      {words.open}
    </Button>
  );
}
