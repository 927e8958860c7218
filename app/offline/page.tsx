import type { Metadata } from 'next';
import { buttonClass } from '#components/ui/button.tsx';
import { MessagePage } from '#components/shell/message-page.tsx';
import { driverConsole } from '#lib/messages/en/driver-console.ts';

export const metadata: Metadata = { title: driverConsole.offline.title, robots: { index: false } };

/** Kept on the phone by the service worker and shown in place of the console: it holds nobody's data. */
export default function OfflinePage() {
  return (
    <MessagePage
      title={driverConsole.offline.title}
      body={driverConsole.offline.body}
      actions={
        // A plain link, because no script may be at hand.
        <a href="/driver" className={buttonClass({ variant: 'primary', size: 'lg' })}>
          {driverConsole.offline.retry}
        </a>
      }
    />
  );
}
