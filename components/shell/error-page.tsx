'use client';

import { useEffect } from 'react';
import { Button } from '#components/ui/button.tsx';
import { codeOfDigest } from '#lib/api/api-error.ts';
import { common } from '#lib/messages/en/common.ts';
import { errors } from '#lib/messages/en/errors.ts';
import { MessagePage } from './message-page.tsx';

export interface ErrorPageProps {
  readonly error: Error & { readonly digest?: string };
  /** Renders the page again from the server. */
  readonly retry: () => void;
}

const AWAY_RETRY_MS = 4_000;
const AWAY_CODES: readonly (string | undefined)[] = [
  'backend_unavailable',
  'backend_timeout',
  'database_unavailable',
  'timeout',
  'offline',
];

export function ErrorPage({ error, retry }: ErrorPageProps) {
  const code = codeOfDigest(error.digest);
  const away = AWAY_CODES.includes(code);
  useEffect(() => {
    if (!away) return;
    // A wall screen has nobody to press the button; spread out, so that not all come back at once.
    const timer = setInterval(retry, AWAY_RETRY_MS * (1 + Math.random()));
    return () => clearInterval(timer);
  }, [away, retry]);
  return (
    <MessagePage
      title={away ? errors.awayTitle : errors.unexpectedTitle}
      body={away ? errors.awayBody : errors.unexpectedBody}
      actions={
        <Button variant="primary" onClick={retry}>
          {common.retry}
        </Button>
      }
      note={!away && error.digest !== undefined ? errors.reference(code ?? error.digest) : undefined}
    />
  );
}
