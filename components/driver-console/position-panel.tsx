'use client';

import { LocateFixed, LocateOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { driverConsole } from '#lib/messages/en/driver-console.ts';
import type { PositionReport, PositionState } from '#lib/realtime/position-reporter.ts';

const words = driverConsole.position;

/** A call takes a moment: fewer fixes than this in one are no backlog. */
const BACKLOG = 4;

/** Where the driver's position stands between the phone and dispatch, and what to do when it is stuck. */
export function PositionPanel({
  report,
  awake,
  onRetry,
}: {
  readonly report: PositionReport;
  readonly awake: boolean;
  readonly onRetry: () => void;
}) {
  const obstacle = obstacleOf(report.state);
  return (
    <section aria-label={words.region} className="space-y-2 px-4 py-3 text-dense">
      {obstacle === null ? (
        <div className="flex items-start gap-2 text-muted">
          <LocateFixed aria-hidden="true" className="mt-px size-4 shrink-0" />
          <div>
            <p role="status">{stateSentence(report)}</p>
            <p>{awake ? words.staysAwake : words.mayStop}</p>
          </div>
        </div>
      ) : (
        <Notice
          tone="warn"
          role="alert"
          action={obstacle.canRetry && <Button onClick={onRetry}>{words.retry}</Button>}
        >
          <p className="flex items-center gap-1.5 font-medium">
            <LocateOff aria-hidden="true" className="size-4 shrink-0" />
            {obstacle.title}
          </p>
          <p className="mt-0.5">{obstacle.body}</p>
        </Notice>
      )}
      <Backlog report={report} onRetry={onRetry} />
    </section>
  );
}

/** Fixes that wait, and those that never arrived. Shown off duty too: what waits is still sent. */
export function Backlog({
  report,
  onRetry,
}: {
  readonly report: PositionReport;
  readonly onRetry: () => void;
}) {
  const behind = report.waiting > 0 && (report.failing || report.waiting >= BACKLOG);
  return (
    <>
      {report.signedOut && (
        <Notice
          tone="danger"
          role="alert"
          action={
            <a href="/login" className={buttonClass()}>
              {words.signIn}
            </a>
          }
        >
          {words.signedOut}
        </Notice>
      )}
      {behind && (
        <Notice tone="warn" role="status" action={<Button onClick={onRetry}>{words.sendNow}</Button>}>
          <Strong>{words.waiting(report.waiting)}</Strong>
          <p>{report.durable ? words.waitingKept : words.waitingNotKept}</p>
        </Notice>
      )}
      {report.rejected > 0 && <p className="text-muted">{words.rejected(report.rejected)}</p>}
      {report.overflowed > 0 && <p className="text-muted">{words.overflowed(report.overflowed)}</p>}
    </>
  );
}

function Strong({ children }: { readonly children: ReactNode }) {
  return <p className="font-medium tabular-nums">{children}</p>;
}

function stateSentence({ state, failing }: PositionReport): string {
  if (state.kind !== 'sharing') return words.finding;
  const accuracyM = Math.round(state.accuracyM);
  return failing ? words.readNotSent(accuracyM) : words.sharing(accuracyM);
}

interface Obstacle {
  readonly title: string;
  readonly body: string;
  readonly canRetry: boolean;
}

function obstacleOf(state: PositionState): Obstacle | null {
  switch (state.kind) {
    case 'off':
    case 'finding':
    case 'sharing':
      return null;
    case 'denied':
      return { title: words.deniedTitle, body: words.deniedBody, canRetry: true };
    case 'unavailable':
      return { title: words.unavailableTitle, body: words.unavailableBody, canRetry: true };
    case 'timeout':
      return { title: words.timeoutTitle, body: words.timeoutBody, canRetry: true };
    case 'insecure':
      return { title: words.insecureTitle, body: words.insecureBody, canRetry: false };
    case 'unsupported':
      return { title: words.unsupportedTitle, body: words.unsupportedBody, canRetry: false };
    case 'other_tab':
      return { title: words.otherTabTitle, body: words.otherTabBody, canRetry: false };
  }
}
