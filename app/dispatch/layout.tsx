import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { DispatchDesk } from '#components/dispatch/dispatch-desk.tsx';
import { LiveProvider } from '#components/live/live-provider.tsx';
import { loadSnapshot } from '#lib/api/snapshot.server.ts';
import { requireViewer } from '#lib/auth/session.server.ts';
import { publicSettings } from '#lib/config/public-settings.server.ts';
import { dispatch } from '#lib/messages/en/dispatch.ts';

export const metadata: Metadata = { title: dispatch.title };

/** The desk stays mounted while the selection changes: map, lists and socket live here. */
export default async function DispatchLayout({ children }: { readonly children: ReactNode }) {
  const { user, token } = await requireViewer('dispatcher', 'admin');
  const [settings, initial] = await Promise.all([publicSettings(), loadSnapshot(token)]);
  return (
    <LiveProvider
      key={user.id}
      settings={settings}
      viewer={{ userId: user.id, role: user.role, driverId: user.driver_id }}
      initial={initial}
    >
      <DispatchDesk user={{ name: user.name, email: user.email, role: user.role }} settings={settings}>
        {children}
      </DispatchDesk>
    </LiveProvider>
  );
}
