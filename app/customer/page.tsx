import type { Metadata } from 'next';
import { CustomerHome } from '#components/customer/customer-home.tsx';
import { backendGet } from '#lib/api/backend.server.ts';
import { requireViewer } from '#lib/auth/session.server.ts';
import { publicSettings } from '#lib/config/public-settings.server.ts';
import { customer } from '#lib/messages/en/customer.ts';
import { SyncPage } from '#lib/protocol/sync.ts';

export const metadata: Metadata = { title: customer.title };

export default async function CustomerPage() {
  const { user, token } = await requireViewer('customer');
  const [initial, settings] = await Promise.all([backendGet('/sync', SyncPage, { token }), publicSettings()]);
  return (
    <CustomerHome
      settings={settings}
      user={{ id: user.id, name: user.name, email: user.email, role: user.role }}
      initial={initial}
    />
  );
}
