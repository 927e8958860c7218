import { MessagePage } from '#components/shell/message-page.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { tracking } from '#lib/messages/en/tracking.ts';

export type TrackingGoneReason = 'unknown' | 'expired' | 'revoked' | 'ended';

/** Why a link shows nothing, and what to do. */
export function TrackingGone({ reason }: { readonly reason: TrackingGoneReason }) {
  return <MessagePage title={tracking.gone.title} body={tracking.gone[reason]} />;
}

/** The link may be fine; the dispatch cannot be reached. */
export function TrackingAway({ path }: { readonly path: string }) {
  return (
    <MessagePage
      title={tracking.gone.awayTitle}
      body={tracking.gone.away}
      actions={
        // A plain link: it works before and without any script.
        <a href={path} className={buttonClass({ variant: 'primary', size: 'lg' })}>
          {tracking.gone.reload}
        </a>
      }
    />
  );
}
