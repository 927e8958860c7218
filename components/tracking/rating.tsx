'use client';

import { clsx } from 'clsx';
import { Star } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { TextArea } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { tracking } from '#lib/messages/en/tracking.ts';
import type { TrackingView } from '#lib/protocol/tracking.ts';
import { sendLinkCommand } from './link-command.ts';

const words = tracking.rating;
const STARS = [1, 2, 3, 4, 5] as const;

/** One to five stars, once, after a job that was done. */
export function Rating({
  token,
  view,
  onRated,
}: {
  readonly token: string;
  readonly view: TrackingView;
  readonly onRated: (view: TrackingView) => void;
}) {
  if (view.rating !== null) return <Notice tone="ok">{words.thanks(view.rating)}</Notice>;
  return view.can.includes('rate') ? <RatingForm token={token} onRated={onRated} /> : null;
}

function RatingForm({
  token,
  onRated,
}: {
  readonly token: string;
  readonly onRated: (view: TrackingView) => void;
}) {
  const [stars, setStars] = useState(0);
  const [comment, setComment] = useState('');
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const send = async () => {
    if (stars === 0) {
      setProblem(words.missing);
      return;
    }
    setSending(true);
    const written = comment.trim();
    const result = await sendLinkCommand(token, 'rating', {
      rating: stars,
      ...(written === '' ? {} : { comment: written }),
    });
    setSending(false);
    if (result.kind === 'done') onRated(result.view);
    else setProblem(words.failed(result.reason));
  };

  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <fieldset>
        <legend className="mb-1 text-base font-semibold">{words.title}</legend>
        <div className="-ms-1.5 flex">
          {STARS.map((value) => (
            <label
              key={value}
              className="cursor-pointer rounded-md p-1.5 has-focus-visible:outline-2 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                name="rating"
                value={value}
                checked={stars === value}
                onChange={() => {
                  setStars(value);
                  setProblem(null);
                }}
                aria-label={words.stars(value)}
                className="sr-only"
              />
              <Star
                aria-hidden="true"
                className={clsx('size-9', value <= stars ? 'fill-accent text-accent' : 'text-line-strong')}
              />
            </label>
          ))}
        </div>
      </fieldset>
      <TextArea
        label={words.comment}
        maxLength={1_000}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      {problem !== null && (
        <Notice tone="danger" role="alert">
          {problem}
        </Notice>
      )}
      <Button type="submit" variant="primary" size="lg" className="w-full" busy={sending}>
        {words.send}
      </Button>
    </form>
  );
}
