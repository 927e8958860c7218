'use client';

import { BellRing, Moon, Radar } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
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
      <div className="flex flex-1 flex-col items-center justify-center gap-3 px-6 py-8 text-center">
        {onDuty ? (
          <>
            <Radar aria-hidden="true" className="size-10 text-accent" />
            <h2 className="text-number font-semibold">{driverConsole.waiting.title}</h2>
            <p className="max-w-sm text-base text-pretty text-muted">{driverConsole.waiting.body}</p>
            {!soundReady && (
              <Button
                size="lg"
                className="mt-2"
                onClick={onUnlockSound}
                title={driverConsole.sound.enableHint}
              >
                <BellRing aria-hidden="true" className="size-5" />
                {driverConsole.sound.enable}
              </Button>
            )}
          </>
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
    <>
      <Moon aria-hidden="true" className="size-10 text-muted" />
      <h2 className="text-number font-semibold">{words.offTitle}</h2>
      <p className="max-w-sm text-base text-pretty text-muted">{words.offBody}</p>
      <Button
        variant="primary"
        className="mt-3 h-16 w-full max-w-sm text-lg"
        busy={changing}
        onClick={() => void change('on')}
      >
        {changing ? words.changing : words.goOn}
      </Button>
      {failure !== null && (
        <Notice tone="danger" role="alert" className="text-start">
          {words.failed(failure)}
        </Notice>
      )}
    </>
  );
}
