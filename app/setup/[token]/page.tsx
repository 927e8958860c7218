import type { Metadata } from 'next';
import Link from 'next/link';
import { EntryPage } from '#components/shell/entry-page.tsx';
import { SetUpForm } from '#components/shell/set-up-form.tsx';
import { shell } from '#lib/messages/en/shell.ts';

export const metadata: Metadata = {
  title: shell.setup.title,
  robots: { index: false, follow: false },
  referrer: 'no-referrer',
};

interface Props {
  readonly params: Promise<{ readonly token: string }>;
}

/** Opening the link changes nothing and tells nothing of it: only the form uses it up. */
export default async function SetUpPage({ params }: Props) {
  const { token } = await params;
  return (
    <EntryPage title={shell.setup.title} intro={shell.setup.intro}>
      <SetUpForm token={token} />
      <p className="mt-6 text-dense text-muted">
        <Link href="/login" className="font-medium text-accent underline underline-offset-2">
          {shell.setup.toSignIn}
        </Link>
      </p>
    </EntryPage>
  );
}
