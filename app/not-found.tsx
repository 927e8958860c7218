import Link from 'next/link';
import { MessagePage } from '#components/shell/message-page.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { errors } from '#lib/messages/en/errors.ts';

export default function NotFound() {
  return (
    <MessagePage
      title={errors.notFoundTitle}
      body={errors.notFoundBody}
      actions={
        <Link href="/" className={buttonClass({ variant: 'primary' })}>
          {errors.toStart}
        </Link>
      }
    />
  );
}
