import Link from 'next/link';
import { MessagePage } from '#components/shell/message-page.tsx';
import { SignOutButton } from '#components/shell/sign-out-button.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { readSessionCookie } from '#lib/auth/session-cookie.server.ts';
import { common } from '#lib/messages/en/common.ts';
import { errors } from '#lib/messages/en/errors.ts';

export default async function Forbidden() {
  const session = await readSessionCookie();
  return (
    <MessagePage
      title={errors.forbiddenTitle}
      body={errors.forbiddenBody(session === null ? common.unknown : common.roles[session.role])}
      actions={
        <>
          <Link href="/" className={buttonClass({ variant: 'primary' })}>
            {errors.toStart}
          </Link>
          <SignOutButton>{errors.signInOther}</SignOutButton>
        </>
      }
    />
  );
}
