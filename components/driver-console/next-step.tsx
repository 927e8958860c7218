'use client';

import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Menu, MenuItem } from '#components/ui/menu.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { driverConsole } from '#lib/messages/en/driver-console.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { jobSteps, type EndingStep } from './current-job.ts';
import { EndingDialog } from './ending-dialog.tsx';
import { useJobStep } from './use-job-step.ts';

const words = driverConsole.job;

/** The thumb's place: one big button for what comes next, the failures behind a menu. */
export function NextStep({ ticket }: { readonly ticket: Ticket }) {
  const { next, endings } = jobSteps(ticket.status);
  const { state, take } = useJobStep(ticket.id);
  const [ending, setEnding] = useState<EndingStep | null>(null);
  const sending = state.kind === 'sending';
  const failed = state.kind === 'failed' ? state : null;

  return (
    <div className="space-y-3 border-t border-line bg-surface px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
      {failed !== null && (
        <Notice tone="danger" role="alert">
          {words.stepFailed(failed.reason)}
        </Notice>
      )}
      {state.kind === 'refused' && (
        <Notice tone="warn" role="alert">
          {words.stepRefused(state.reason)}
        </Notice>
      )}
      <div className="flex items-center gap-3">
        {next !== null && (
          <Button
            variant="primary"
            className="h-16 flex-1 text-lg"
            busy={sending && state.step === next}
            disabled={sending}
            onClick={() => void take(next)}
          >
            {sending && state.step === next
              ? words.sending
              : failed?.step === next
                ? words.retry(words.steps[next])
                : words.steps[next]}
          </Button>
        )}
        {endings.length > 0 && (
          <Menu
            trigger={
              <IconButton
                label={words.others}
                icon={<Ellipsis />}
                size="lg"
                disabled={sending}
                className="h-16 border border-line-strong"
              />
            }
          >
            {endings.map((step) => (
              <MenuItem key={step} onSelect={() => setEnding(step)}>
                {words.outcomes[step].menu}
              </MenuItem>
            ))}
          </Menu>
        )}
      </div>
      {ending !== null && (
        <EndingDialog
          key={ending}
          step={ending}
          sending={sending}
          failure={failed?.step === ending ? failed.reason : null}
          onClose={() => setEnding(null)}
          onConfirm={(note) => void take(ending, note).then((done) => done && setEnding(null))}
        />
      )}
    </div>
  );
}
