'use client';

import { useState } from 'react';
import { useLiveStore } from '#components/live/use-live.ts';
import { Notice } from '#components/ui/notice.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { ApiError } from '#lib/api/api-error.ts';
import { bffSend } from '#lib/api/bff.ts';
import type { Duty } from '#lib/domain/vocabulary.ts';
import { driverConsole } from '#lib/messages/en/driver-console.ts';
import { Driver } from '#lib/protocol/driver.ts';
import { one } from '#lib/protocol/paging.ts';

/** How long going off duty waits for positions that are still on the phone: they are refused afterwards. */
const DRAIN_TIMEOUT_MS = 4_000;

export interface DutyBarProps {
  readonly duty: Duty;
  readonly hasJob: boolean;
  readonly drained: (timeoutMs: number) => Promise<boolean>;
}

export function DutyBar({ duty, hasJob, drained }: DutyBarProps) {
  const words = driverConsole.duty;
  const { changing, failure, change } = useDutyChange(drained);
  const blocked = duty === 'on' && hasJob;

  return (
    <div className="border-b border-line bg-surface px-4 py-3">
      <div className="flex items-center justify-between gap-3">
        <Switch
          size="lg"
          label={words.label}
          checked={duty === 'on'}
          disabled={changing || blocked}
          onCheckedChange={(on) => void change(on ? 'on' : 'off')}
        />
        <p role="status" className="min-w-0 flex-1 text-end text-dense text-muted">
          {changing ? words.changing : blocked ? words.busy : duty === 'on' ? words.onHint : words.offHint}
        </p>
      </div>
      {failure !== null && (
        <Notice tone="danger" role="alert" className="mt-3">
          {words.failed(failure)}
        </Notice>
      )}
    </div>
  );
}

/** The duty command with its state; the answer goes into the store like any event. */
export function useDutyChange(drained: (timeoutMs: number) => Promise<boolean>): {
  readonly changing: boolean;
  readonly failure: string | null;
  readonly change: (duty: Duty) => Promise<void>;
} {
  const store = useLiveStore();
  const [changing, setChanging] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const change = async (duty: Duty) => {
    setChanging(true);
    setFailure(null);
    try {
      if (duty === 'off') await drained(DRAIN_TIMEOUT_MS);
      const { data } = await bffSend('POST', '/driver/duty', { duty }, one(Driver));
      store.applyDriver(data);
      store.flush();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure(error.message);
    } finally {
      setChanging(false);
    }
  };
  return { changing, failure, change };
}
