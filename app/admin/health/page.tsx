import type { Metadata } from 'next';
import { HealthView } from '#components/admin/health-view.tsx';
import { HealthAnswer } from '#components/admin/health-answer.ts';
import { backendGet } from '#lib/api/backend.server.ts';
import { requireViewer } from '#lib/auth/session.server.ts';
import { admin } from '#lib/messages/en/admin.ts';

export const metadata: Metadata = { title: admin.health.title };

export default async function HealthPage() {
  const { token } = await requireViewer('admin');
  const { data } = await backendGet('/admin/health', HealthAnswer, { token });
  return <HealthView initial={data} />;
}
