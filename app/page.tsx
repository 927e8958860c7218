import { redirect } from 'next/navigation';
import { homePath } from '#lib/auth/home-path.ts';
import { requireViewer } from '#lib/auth/session.server.ts';

/** Leads everybody to where their role begins. */
export default async function StartPage() {
  const { user } = await requireViewer();
  redirect(homePath(user.role));
}
