import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { EntryPage } from '#components/shell/entry-page.tsx';
import { SignInForm } from '#components/shell/sign-in-form.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ApiError } from '#lib/api/api-error.ts';
import { homePath, localPath } from '#lib/auth/home-path.ts';
import { currentViewer, type CurrentViewer } from '#lib/auth/session.server.ts';
import { shell } from '#lib/messages/en/shell.ts';

export const metadata: Metadata = { title: shell.signIn.title };

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function LoginPage({ searchParams }: Props) {
  const { reason, next: given, callbackUrl, error } = await searchParams;
  const next = localPath(given ?? callbackUrl);
  const found = await viewerOrAway();
  if (found.kind === 'viewer') redirect(next ?? homePath(found.viewer.user.role));
  return (
    <EntryPage title={shell.signIn.title}>
      {found.kind === 'away' ? (
        <Notice tone="warn" className="mb-5">
          {found.message}
        </Notice>
      ) : reason === 'expired' || found.kind === 'ended' ? (
        <Notice tone="warn" className="mb-5">
          {shell.signIn.expired}
        </Notice>
      ) : error !== undefined ? (
        <Notice tone="danger" className="mb-5">
          {shell.signIn.refused}
        </Notice>
      ) : reason === 'signed-out' ? (
        <Notice tone="ok" className="mb-5">
          {shell.signIn.signedOut}
        </Notice>
      ) : reason === 'set-up' ? (
        <Notice tone="ok" className="mb-5">
          {shell.signIn.createdAdmin}
        </Notice>
      ) : null}
      <SignInForm next={next} />
    </EntryPage>
  );
}

/** A backend that is away does not take the login page with it: the form says what it finds on submit. */
async function viewerOrAway(): Promise<CurrentViewer | { readonly kind: 'away'; readonly message: string }> {
  try {
    return await currentViewer();
  } catch (error) {
    if (error instanceof ApiError) return { kind: 'away', message: error.message };
    throw error;
  }
}
