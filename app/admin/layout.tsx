import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { AdminNav } from '#components/admin/admin-nav.tsx';
import { AppShell } from '#components/shell/app-shell.tsx';
import { requireViewer } from '#lib/auth/session.server.ts';
import { admin } from '#lib/messages/en/admin.ts';

export const metadata: Metadata = { title: admin.title };

export default async function AdminLayout({ children }: { readonly children: ReactNode }) {
  const { user } = await requireViewer('admin');
  return (
    <AppShell
      user={{ name: user.name, email: user.email, role: user.role }}
      search={<AdminNav />}
      layout="page"
    >
      <div className="mx-auto w-full max-w-7xl px-4 py-5 desk:px-6">{children}</div>
    </AppShell>
  );
}
