'use client';

import { Link2 } from 'lucide-react';
import { useState } from 'react';
import useSWR from 'swr';
import { DetailSection } from '#components/dispatch/detail-frame.tsx';
import { RefusalNotice } from '#components/dispatch/refusal-notice.tsx';
import { useCommand } from '#components/dispatch/use-command.ts';
import { useServerNowMs } from '#components/live/use-live.ts';
import { Button } from '#components/ui/button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { formatAbsoluteTime } from '#components/ui/time-format.ts';
import { bffGet, bffSend } from '#lib/api/bff.ts';
import { isEnded } from '#lib/domain/ticket-status.ts';
import { common } from '#lib/messages/en/common.ts';
import { tickets as words } from '#lib/messages/en/tickets.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import type { TrackingLink } from '#lib/protocol/tracking.ts';
import { NoAnswer, TrackingLinkAnswer, TrackingLinksAnswer } from './ticket-answers.ts';
import { copyText } from './ticket-facts.tsx';

/** The customer's links: make one, copy it while it is shown, revoke it. */
export function TrackingLinks({ ticket }: { readonly ticket: Ticket }) {
  const path = `/tickets/${ticket.id}/tracking-links`;
  const { data, error, mutate } = useSWR(path, (key) => bffGet(key, TrackingLinksAnswer), {
    revalidateOnFocus: false,
  });
  const { busy, refused, dismiss, run } = useCommand<'link' | 'revoke'>();
  // The secret is in the creating answer only: it lives as long as this panel.
  const [fresh, setFresh] = useState<{ readonly linkId: number; readonly url: string } | null>(null);
  const links = data?.data ?? [];

  const make = async () => {
    const answer = await run('link', words.refused.title.link, () =>
      bffSend('POST', path, {}, TrackingLinkAnswer),
    );
    if (answer === null) return;
    const { id, url, token } = answer.data;
    const address = url ?? (token === undefined ? null : `/track/${token}`);
    if (address !== null) setFresh({ linkId: id, url: new URL(address, window.location.origin).href });
    await mutate();
  };
  const revoke = async (link: TrackingLink) => {
    const answer = await run('revoke', words.refused.title.revoke, async () => {
      await bffSend('DELETE', `/tracking-links/${link.id}`, undefined, NoAnswer);
      return link.id;
    });
    if (answer === null) return;
    setFresh((now) => (now?.linkId === link.id ? null : now));
    await mutate();
  };

  return (
    <DetailSection
      title={words.section.tracking}
      aside={
        !isEnded(ticket.status) && (
          <Button
            size="sm"
            variant="ghost"
            className="-my-1.5 -me-2.5 text-accent!"
            busy={busy === 'link'}
            onClick={() => void make()}
          >
            {busy !== 'link' && <Link2 aria-hidden="true" className="size-4" />}
            {busy === 'link' ? words.under.link : words.links.make}
          </Button>
        )
      }
    >
      {refused !== null && <RefusalNotice refused={refused} onDismiss={dismiss} />}
      {fresh !== null && (
        <div className="mb-2 rounded-md bg-accent-soft p-2.5">
          <p className="mb-1.5 text-xs text-ink">{words.links.fresh}</p>
          <div className="flex gap-2">
            <input
              readOnly
              aria-label={words.links.field}
              value={fresh.url}
              onFocus={(event) => event.currentTarget.select()}
              className="h-8 min-w-0 flex-1 rounded-md border border-line-strong bg-surface px-2 text-dense text-ink"
            />
            <Button size="sm" variant="primary" onClick={() => void copyText(fresh.url)}>
              {words.links.copy}
            </Button>
          </div>
        </div>
      )}
      {error !== undefined ? (
        <p className="flex items-center gap-2 text-dense text-muted">
          {words.links.failed}
          <Button size="sm" onClick={() => void mutate()}>
            {common.retry}
          </Button>
        </p>
      ) : links.length === 0 ? (
        <p className="text-dense text-muted">{words.links.explain}</p>
      ) : (
        <ul className="flex flex-col gap-1">
          {links.map((link) => (
            <LinkLine key={link.id} link={link} busy={busy === 'revoke'} onRevoke={() => void revoke(link)} />
          ))}
        </ul>
      )}
    </DetailSection>
  );
}

function LinkLine({
  link,
  busy,
  onRevoke,
}: {
  readonly link: TrackingLink;
  readonly busy: boolean;
  readonly onRevoke: () => void;
}) {
  const nowMs = useServerNowMs(10_000);
  const state =
    link.revoked_at !== null ? 'revoked' : Date.parse(link.expires_at) <= nowMs ? 'expired' : 'active';
  return (
    <li className="flex min-h-8 items-center gap-2 text-dense">
      <span className={state === 'active' ? 'font-medium text-ok' : 'text-muted'}>{words.links[state]}</span>
      <span className="min-w-0 flex-1 truncate text-muted">
        {words.links.made} <RelativeTime iso={link.created_at} />
        {state === 'active' && <>, {words.links.until(formatAbsoluteTime(link.expires_at))}</>}
      </span>
      {state === 'active' && (
        <Button
          size="sm"
          variant="ghost"
          className="-me-2.5 text-danger!"
          busy={busy}
          aria-label={words.links.revokeNamed(formatAbsoluteTime(link.created_at))}
          onClick={onRevoke}
        >
          {busy ? words.under.revoke : words.links.revoke}
        </Button>
      )}
    </li>
  );
}
