'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { driverConsole } from '#lib/messages/en/driver-console.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { jobEnding, type JobEnding } from './current-job.ts';

const words = driverConsole.ended;

export interface EndedJob {
  readonly ending: JobEnding;
  readonly reference: string;
}

/** Remembers the job that this page showed, and what became of it when it is no longer the driver's. */
export function useEndedJob(
  job: Ticket | undefined,
  tickets: ReadonlyMap<number, Ticket>,
): { readonly notice: EndedJob | null; readonly dismiss: () => void } {
  const [held, setHeld] = useState(job);
  const [notice, setNotice] = useState<EndedJob | null>(null);

  // State that follows from a change of props is set while rendering, so that no frame shows neither.
  if (held?.id !== job?.id) {
    setHeld(job);
    // A second job that comes first now does not mean that the other one ended.
    const stillMine = held !== undefined && tickets.get(held.id)?.driver?.id === held.driver?.id;
    const ending = held && jobEnding(tickets.get(held.id));
    if (held !== undefined && ending !== undefined && !(stillMine && ending === 'takenAway')) {
      setNotice({ ending, reference: held.reference });
    } else if (job !== undefined) {
      setNotice(null);
    }
  }
  return { notice, dismiss: () => setNotice(null) };
}

export function EndedNotice({
  notice,
  onDismiss,
}: {
  readonly notice: EndedJob;
  readonly onDismiss: () => void;
}) {
  return (
    <Notice
      tone={notice.ending === 'completed' ? 'ok' : 'warn'}
      role={notice.ending === 'completed' ? 'status' : 'alert'}
      className="mx-4 mt-3"
      action={<Button onClick={onDismiss}>{words.dismiss}</Button>}
    >
      {words[notice.ending](notice.reference)}
    </Notice>
  );
}
