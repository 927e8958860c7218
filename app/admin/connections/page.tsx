import type { Metadata } from 'next';
import { ActivitySection } from '#components/admin/activity-section.tsx';
import { ConnectionsView } from '#components/admin/connections-view.tsx';
import { activityPath, ActivityAnswer } from '#components/admin/activity-query.ts';
import { connectionsPath, ConnectionsAnswer, FIRST_QUERY } from '#components/admin/connections-query.ts';
import { backendGet } from '#lib/api/backend.server.ts';
import { requireViewer } from '#lib/auth/session.server.ts';
import { admin } from '#lib/messages/en/admin.ts';

export const metadata: Metadata = { title: admin.connections.title };

export default async function ConnectionsPage() {
  const { token } = await requireViewer('admin');
  const [connections, activity] = await Promise.all([
    backendGet(connectionsPath(FIRST_QUERY), ConnectionsAnswer, { token }),
    backendGet(activityPath(null), ActivityAnswer, { token }),
  ]);
  return (
    <>
      <ConnectionsView initial={connections} />
      <ActivitySection initial={activity.data} />
    </>
  );
}
