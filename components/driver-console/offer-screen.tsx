'use client';

import { clsx } from 'clsx';
import { Clock, MapPin, TriangleAlert } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useEffect, useState, type ReactNode } from 'react';
import { useServerNowMs } from '#components/live/use-live.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { driverConsole } from '#lib/messages/en/driver-console.ts';
import { tickets as ticketWords } from '#lib/messages/en/tickets.ts';
import type { LiveOffer } from '#lib/store/live-state.ts';
import { CountdownRing } from './countdown-ring.tsx';
import { timeLeft, type OfferState } from './offer-state.ts';
import { formatDistance } from './place-links.ts';
import { useOfferAnswer } from './use-offer-answer.ts';

const words = driverConsole.offer;

/** Covers the console while an offer waits for an answer, and until the driver has read that one is gone. */
export function OfferScreen({
  state,
  onDone,
}: {
  readonly state: Exclude<OfferState<LiveOffer>, { kind: 'none' }>;
  /** Answered or read: do not show this offer again. */
  readonly onDone: (offerId: number) => void;
}) {
  const { offer } = state;
  const answer = useOfferAnswer(offer.id, () => onDone(offer.id));
  const dismiss = () => onDone(offer.id);

  if (answer.state.kind === 'lost') {
    return (
      <GoneOffer reason={lostReason(answer.state.code)} holder={answer.state.holder} onDismiss={dismiss} />
    );
  }
  if (state.kind === 'gone') return <GoneOffer reason={state.reason} holder={null} onDismiss={dismiss} />;
  return <PendingOffer offer={offer} more={state.more} answer={answer} />;
}

function PendingOffer({
  offer,
  more,
  answer,
}: {
  readonly offer: LiveOffer;
  readonly more: number;
  readonly answer: ReturnType<typeof useOfferAnswer>;
}) {
  const { seconds, fraction } = timeLeft(offer, useServerNowMs(250));
  const armed = useArmed();
  const { state } = answer;
  const sending = state.kind === 'sending' ? state.answer : null;
  const failed = state.kind === 'failed' ? state : null;
  const ticket = offer.ticket;

  return (
    <Screen title={words.title}>
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <Dialog.Title className="text-body font-medium text-muted">{words.title}</Dialog.Title>
          {ticket !== undefined && (
            <p className="mt-1 flex flex-wrap items-center gap-2 text-2xl font-semibold">
              {ticketWords.service[ticket.service_type]}
              {ticket.priority === 'urgent' && (
                <Badge tone="danger" icon={<TriangleAlert aria-hidden="true" />}>
                  {words.urgent}
                </Badge>
              )}
            </p>
          )}
        </div>
        <Button
          size="lg"
          variant="secondary"
          busy={sending === 'decline'}
          disabled={sending !== null || !armed}
          onClick={() => void answer.decline()}
        >
          {sending === 'decline'
            ? words.declining
            : failed?.answer === 'decline'
              ? words.declineAgain
              : words.decline}
        </Button>
      </div>

      <div className="flex flex-1 flex-col items-center justify-center gap-6">
        <CountdownRing seconds={seconds} fraction={fraction} label={words.secondsLeft(seconds)} />
        {ticket !== undefined && (
          <div className="w-full space-y-3">
            <p className="flex gap-3 text-lg">
              <MapPin aria-hidden="true" className="mt-1 size-5 shrink-0 text-muted" />
              {ticket.location.address ?? driverConsole.job.noAddress}
            </p>
            <p className="flex gap-3 text-lg">
              <Clock aria-hidden="true" className="mt-1 size-5 shrink-0 text-muted" />
              {ticket.distance === null
                ? words.distanceUnknown
                : [
                    words.distance(formatDistance(ticket.distance)),
                    ticket.eta_seconds !== null &&
                      words.minutes(Math.max(1, Math.round(ticket.eta_seconds / 60))),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
            </p>
            {ticket.notes !== null && ticket.notes !== '' && (
              <p className="max-h-32 overflow-y-auto rounded-md bg-sunken px-3 py-2 text-body">
                {ticket.notes}
              </p>
            )}
          </div>
        )}
      </div>

      {more > 0 && <p className="pb-3 text-center text-dense text-muted">{words.more(more)}</p>}
      {failed !== null && (
        <Notice tone="danger" role="alert" className="mb-3">
          {words.failed(failed.reason)}
        </Notice>
      )}
      <Button
        variant="primary"
        className="h-16 w-full text-lg"
        busy={sending === 'accept'}
        disabled={sending !== null || !armed}
        onClick={() => void answer.accept()}
      >
        {sending === 'accept'
          ? words.accepting
          : failed?.answer === 'accept'
            ? words.acceptAgain
            : words.accept}
      </Button>
    </Screen>
  );
}

type GoneReason = 'expired' | 'withdrawn' | 'taken';

function lostReason(code: string): GoneReason {
  if (code === 'offer_expired') return 'expired';
  return code === 'ticket_taken' ? 'taken' : 'withdrawn';
}

function GoneOffer({
  reason,
  holder,
  onDismiss,
}: {
  readonly reason: GoneReason;
  readonly holder: string | null;
  readonly onDismiss: () => void;
}) {
  const { title, body } = goneWords(reason, holder);
  return (
    <Screen title={title}>
      <div className="flex flex-1 flex-col items-center justify-center gap-2 text-center">
        <Dialog.Title className="text-2xl font-semibold">{title}</Dialog.Title>
        <p role="status" className="max-w-prose text-base text-muted">
          {body}
        </p>
      </div>
      <Button variant="primary" className="h-16 w-full text-lg" onClick={onDismiss}>
        {words.dismiss}
      </Button>
    </Screen>
  );
}

function goneWords(
  reason: GoneReason,
  holder: string | null,
): { readonly title: string; readonly body: string } {
  switch (reason) {
    case 'expired':
      return { title: words.expiredTitle, body: words.expiredBody };
    case 'withdrawn':
      return { title: words.withdrawnTitle, body: words.withdrawnBody };
    case 'taken':
      return { title: words.takenTitle, body: words.takenBody(holder) };
  }
}

/** A modal that only an answer closes: Esc and taps beside it do nothing. */
function Screen({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Dialog.Root open>
      <Dialog.Portal>
        <Dialog.Content
          aria-label={title}
          aria-describedby={undefined}
          onEscapeKeyDown={(event) => event.preventDefault()}
          onOpenAutoFocus={(event) => event.preventDefault()}
          className={clsx(
            'fixed inset-0 z-[1300] mx-auto flex w-full flex-col overflow-y-auto bg-surface text-ink outline-none',
            'p-5 pt-[max(1.25rem,env(safe-area-inset-top))] pb-[max(1.25rem,env(safe-area-inset-bottom))]',
            'desk:inset-auto desk:top-1/2 desk:left-1/2 desk:h-[44rem] desk:max-h-[92dvh] desk:w-[26rem]',
            'desk:-translate-x-1/2 desk:-translate-y-1/2 desk:rounded-xl desk:border desk:border-line desk:shadow-raised',
          )}
        >
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The screen appears under a thumb that was about to tap something else: that tap must not answer. */
const ARM_AFTER_MS = 500;

function useArmed(): boolean {
  const [armed, setArmed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setArmed(true), ARM_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return armed;
}
