'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { TextArea } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { common } from '#lib/messages/en/common.ts';
import { driverConsole } from '#lib/messages/en/driver-console.ts';
import type { EndingStep } from './current-job.ts';

const words = driverConsole.job;

/** Asks before a job ends badly, and for the note that dispatch needs to go on. */
export function EndingDialog({
  step,
  sending,
  failure,
  onClose,
  onConfirm,
}: {
  readonly step: EndingStep;
  readonly sending: boolean;
  readonly failure: string | null;
  readonly onClose: () => void;
  readonly onConfirm: (note: string) => void;
}) {
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(false);
  const outcome = words.outcomes[step];
  const formId = `ending-${step}`;

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={outcome.title}
      description={outcome.body}
      footer={
        <>
          <Button size="lg" onClick={onClose}>
            {common.back}
          </Button>
          <Button size="lg" variant="danger" type="submit" form={formId} busy={sending}>
            {outcome.confirm}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const written = note.trim();
          setMissing(written === '');
          if (written !== '') onConfirm(written);
        }}
      >
        {failure !== null && (
          <Notice tone="danger" role="alert" className="mb-3">
            {words.stepFailed(failure)}
          </Notice>
        )}
        <TextArea
          label={words.note}
          hint={words.noteHint}
          error={missing ? words.noteMissing : undefined}
          maxLength={1_000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
