import type { Metadata } from 'next';
import { DriverConsole } from '#components/driver-console/driver-console.tsx';
import { ServiceWorker } from '#components/driver-console/service-worker.tsx';
import { MessagePage } from '#components/shell/message-page.tsx';
import { SignOutButton } from '#components/shell/sign-out-button.tsx';
import { backendGet } from '#lib/api/backend.server.ts';
import { requireViewer } from '#lib/auth/session.server.ts';
import { publicSettings } from '#lib/config/public-settings.server.ts';
import { driverConsole } from '#lib/messages/en/driver-console.ts';
import { shell } from '#lib/messages/en/shell.ts';
import { SyncPage } from '#lib/protocol/sync.ts';

export const metadata: Metadata = {
  title: driverConsole.title,
  description: driverConsole.description,
  appleWebApp: { capable: true, title: driverConsole.title, statusBarStyle: 'default' },
  icons: { apple: '/icons/console-180.png' },
};

export default async function DriverPage() {
  const { user, token } = await requireViewer('driver');
  if (user.driver_id === null) {
    return (
      <MessagePage
        title={driverConsole.noProfileTitle}
        body={driverConsole.noProfileBody}
        actions={<SignOutButton>{shell.signOut}</SignOutButton>}
      />
    );
  }
  const [initial, settings] = await Promise.all([backendGet('/sync', SyncPage, { token }), publicSettings()]);
  return (
    <>
      <DriverConsole
        settings={settings}
        user={{ id: user.id, name: user.name, email: user.email, role: user.role }}
        driverId={user.driver_id}
        initial={initial}
      />
      <ServiceWorker />
    </>
  );
}
