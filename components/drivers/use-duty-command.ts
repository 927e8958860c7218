'use client';

import { useCommand, type Refused } from '#components/dispatch/use-command.ts';
import { useLiveStore } from '#components/live/use-live.ts';
import { bffSend } from '#lib/api/bff.ts';
import type { Duty } from '#lib/domain/vocabulary.ts';
import { drivers as words } from '#lib/messages/en/drivers.ts';
import type { Driver } from '#lib/protocol/driver.ts';
import { DriverAnswer } from './driver-answers.ts';

/** Puts a driver on or off duty from the desk. */
export function useDutyCommand(driver: Driver): {
  readonly busy: boolean;
  readonly refused: Refused | null;
  readonly dismiss: () => void;
  readonly setDuty: (duty: Duty) => Promise<void>;
} {
  const store = useLiveStore();
  const { busy, refused, dismiss, run } = useCommand<'duty'>();
  const setDuty = async (duty: Duty) => {
    const answer = await run('duty', words.dutyRefused, () =>
      bffSend('PATCH', `/drivers/${driver.id}`, { duty }, DriverAnswer),
    );
    if (answer !== null) store.applyDriver(answer.data);
  };
  return { busy: busy !== null, refused, dismiss, setDuty };
}
