import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { TrackingGone } from '#components/tracking/tracking-gone.tsx';
import { tracking } from '#lib/messages/en/tracking.ts';
import { loadTracking } from '#components/tracking/load-tracking.server.ts';

export const metadata: Metadata = {
  title: tracking.pageTitle,
  robots: { index: false, follow: false },
  referrer: 'no-referrer',
};

/**
 * Says why a link shows nothing. The page below answers 404 then, and Next gives its not-found file no way
 * to know the reason, so it is said here and that file stays empty.
 */
export default async function TrackingLayout({
  params,
  children,
}: {
  readonly params: Promise<{ readonly token: string }>;
  readonly children: ReactNode;
}) {
  const answer = await loadTracking((await params).token);
  return (
    <>
      {answer.kind === 'gone' && <TrackingGone reason={answer.reason} />}
      {children}
    </>
  );
}
