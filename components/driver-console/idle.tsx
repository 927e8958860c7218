'use client';

import { BellRing, Moon, Radar } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { driverConsole } from '#lib/messages/en/driver-console.ts';
import { useDutyChange } from './duty-bar.tsx';

/** No job: waiting for an offer, or off duty with one way out. */
export function Idle({
  onDuty,
  soundReady,
  onUnlockSound,
  drained,
  children,
}: {
  readonly onDuty: boolean;
  readonly soundReady: boolean;
  readonly onUnlockSound: () => void;
  readonly drained: (timeoutMs: number) => Promise<boolean>;
  /** The position's state. */
  readonly children: ReactNode;
}) {
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <div className="flex flex-1 flex-col justify-center">
        {onDuty ? (
          <EmptyState
            icon={<Radar />}
            title={driverConsole.waiting.title}
            body={driverConsole.waiting.body}
            action={
              soundReady ? undefined : (
                <Button size="lg" onClick={onUnlockSound} title={driverConsole.sound.enableHint}>
                  <BellRing aria-hidden="true" className="size-4" />
                  {driverConsole.sound.enable}
                </Button>
              )
            }
          />
        ) : (
          <OffDuty drained={drained} />
        )}
      </div>
      {children}
    </div>
  );
}

function OffDuty({ drained }: { readonly drained: (timeoutMs: number) => Promise<boolean> }) {
  const words = driverConsole.duty;
  const { changing, failure, change } = useDutyChange(drained);
  return (
    <EmptyState
      icon={<Moon />}
      title={words.offTitle}
      body={words.offBody}
      action={
        <div className="space-y-3">
          <Button
            variant="primary"
            className="h-14 px-8 text-lg"
            busy={changing}
            onClick={() => void change('on')}
          >
            {changing ? words.changing : words.goOn}
          </Button>
          {failure !== null && (
            <Notice tone="danger" role="alert">
              {words.failed(failure)}
            </Notice>
          )}
        </div>
      }
    />
  );
}
