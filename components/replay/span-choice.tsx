'use client';

import { useState, type FormEvent } from 'react';
import { useLiveStore } from '#components/live/use-live.ts';
import { Button } from '#components/ui/button.tsx';
import { replay as words } from '#lib/messages/en/replay.ts';
import { isSpan, type ReplaySpan } from './replay-address.ts';
import { CONTROL_CLASS } from './control-class.ts';
import { writeLocal, writeSpan } from './replay-time.ts';

type Choice = 'quarter' | 'hour' | 'today';
const isChoice = (value: string): value is Choice => value in SPAN_START;

const SPAN_START: Readonly<Record<Choice, (nowMs: number) => number>> = {
  quarter: (nowMs) => nowMs - 15 * 60_000,
  hour: (nowMs) => nowMs - 3_600_000,
  today: (nowMs) => new Date(nowMs).setHours(0, 0, 0, 0),
};

/** Which time of the driver is replayed: what is shown now, a usual one, or any. */
export function SpanChoice({
  span,
  onChange,
}: {
  readonly span: ReplaySpan;
  readonly onChange: (span: ReplaySpan) => void;
}) {
  const { clock } = useLiveStore();
  const [choosing, setChoosing] = useState(false);
  const choose = (value: string) => {
    if (value === 'other') setChoosing(true);
    if (!isChoice(value)) return;
    setChoosing(false);
    const toMs = Math.ceil(clock.nowMs() / 1_000) * 1_000;
    onChange({ fromMs: Math.floor(SPAN_START[value](toMs) / 1_000) * 1_000, toMs });
  };
  if (choosing)
    return (
      <OtherTimes
        span={span}
        onCancel={() => setChoosing(false)}
        onChange={(next) => {
          setChoosing(false);
          onChange(next);
        }}
      />
    );
  return (
    <select
      aria-label={words.span}
      value="shown"
      onChange={(event) => choose(event.target.value)}
      className={CONTROL_CLASS}
    >
      <option value="shown">{writeSpan(span.fromMs, span.toMs)}</option>
      <option value="quarter">{words.spans.quarter}</option>
      <option value="hour">{words.spans.hour}</option>
      <option value="today">{words.spans.today}</option>
      <option value="other">{words.spans.other}</option>
    </select>
  );
}

function OtherTimes({
  span,
  onChange,
  onCancel,
}: {
  readonly span: ReplaySpan;
  readonly onChange: (span: ReplaySpan) => void;
  readonly onCancel: () => void;
}) {
  const [from, setFrom] = useState(writeLocal(span.fromMs));
  const [to, setTo] = useState(writeLocal(span.toMs));
  const [bad, setBad] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const next = { fromMs: Date.parse(from), toMs: Date.parse(to) };
    setBad(!isSpan(next));
    if (isSpan(next)) onChange(next);
  };
  const field = (label: string, value: string, onInput: (value: string) => void) => (
    <label className="flex items-center gap-1.5 text-dense text-muted">
      {label}
      <input
        type="datetime-local"
        required
        value={value}
        aria-invalid={bad || undefined}
        onChange={(event) => onInput(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          // The desk's Escape would close the detail.
          event.stopPropagation();
          onCancel();
        }}
        className={CONTROL_CLASS}
      />
    </label>
  );
  return (
    <form onSubmit={submit} data-replay-times className="flex flex-wrap items-center gap-2">
      {field(words.from, from, setFrom)}
      {field(words.to, to, setTo)}
      <Button size="sm" type="submit" variant="primary">
        {words.show}
      </Button>
      <Button size="sm" variant="ghost" onClick={onCancel}>
        {words.cancel}
      </Button>
      {bad && (
        <p role="alert" className="w-full text-dense text-danger">
          {words.badSpan}
        </p>
      )}
    </form>
  );
}
