import { notFound } from 'next/navigation';
import { TrackingAway } from '#components/tracking/tracking-gone.tsx';
import { TrackingPage } from '#components/tracking/tracking-page.tsx';
import { publicSettings } from '#lib/config/public-settings.server.ts';
import { loadTracking } from '#components/tracking/load-tracking.server.ts';

export default async function TrackPage({
  params,
}: {
  readonly params: Promise<{ readonly token: string }>;
}) {
  const { token } = await params;
  const answer = await loadTracking(token);
  switch (answer.kind) {
    case 'gone':
      return notFound();
    case 'away':
      return <TrackingAway path={`/track/${encodeURIComponent(token)}`} />;
    case 'view':
      return <TrackingPage settings={await publicSettings()} token={token} initial={answer.view} />;
  }
}
