'use client';

import { ErrorPage, type ErrorPageProps } from '#components/shell/error-page.tsx';
import './globals.css';

/** Stands in for the root layout when that one failed. */
export default function GlobalError(props: ErrorPageProps) {
  return (
    <html lang="en">
      <body>
        <ErrorPage {...props} />
      </body>
    </html>
  );
}
