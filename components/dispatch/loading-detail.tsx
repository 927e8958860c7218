'use client';

import { CloudOff } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import { common } from '#lib/messages/en/common.ts';
import { DetailFrame } from './detail-frame.tsx';

/** While something that the desk does not hold is fetched, and when that fails. */
export function LoadingDetail({
  loading,
  failedTitle,
  error,
  onRetry,
}: {
  readonly loading: string;
  readonly failedTitle: string;
  readonly error: unknown;
  readonly onRetry: () => void;
}) {
  return (
    <DetailFrame title={error === undefined ? loading : failedTitle}>
      {error === undefined ? (
        <p role="status" className="flex items-center gap-2 px-4 py-6 text-dense text-muted">
          <Spinner />
          {loading}
        </p>
      ) : (
        <EmptyState
          icon={<CloudOff />}
          title={failedTitle}
          body={error instanceof Error ? error.message : undefined}
          action={<Button onClick={onRetry}>{common.retry}</Button>}
        />
      )}
    </DetailFrame>
  );
}
