import { Megaphone } from 'lucide-react';
import { RelativeTime } from './relative-time.tsx';

/** What dispatch told everybody on a ticket, with its age; announced when it changes. */
export function Said({
  label,
  update,
  by,
}: {
  /** Names it: who speaks. */
  readonly label: string;
  readonly update: { readonly note: string; readonly at: string } | null;
  /** The person, where the reader may know. */
  readonly by?: string | undefined;
}) {
  return (
    // Always there, so that a screen reader hears the first one too.
    <div role="status" aria-label={label} aria-live="polite">
      {update !== null && (
        <div className="flex items-start gap-2.5 rounded-md border border-accent/30 bg-accent-soft px-3 py-2.5">
          <Megaphone aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-accent" />
          <div className="min-w-0 flex-1">
            <p className="text-body font-medium break-words whitespace-pre-line text-ink">{update.note}</p>
            <p className="mt-0.5 text-dense text-muted">
              {label}
              {by !== undefined && `, ${by}`} · <RelativeTime iso={update.at} />
            </p>
          </div>
        </div>
      )}
    </div>
  );
}
