import { notFound } from 'next/navigation';
import { TicketDetail } from '#components/tickets/ticket-detail.tsx';
import { TicketAnswer, TimelinePage } from '#components/tickets/ticket-answers.ts';
import { ApiError } from '#lib/api/api-error.ts';
import { backendGet } from '#lib/api/backend.server.ts';
import { requireViewer } from '#lib/auth/session.server.ts';

export default async function TicketPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { token } = await requireViewer('dispatcher', 'admin');
  const { id } = await params;
  if (!/^[1-9]\d{0,14}$/u.test(id)) notFound();
  const initial = await load(Number(id), token);
  return <TicketDetail ticketId={Number(id)} initial={initial} />;
}

/** Null when the backend fails: the desk then asks again by itself and says what is wrong. */
async function load(id: number, token: string) {
  try {
    const [ticket, timeline] = await Promise.all([
      backendGet(`/tickets/${id}`, TicketAnswer, { token }),
      backendGet(`/tickets/${id}/timeline?per_page=100`, TimelinePage, { token }),
    ]);
    return { ticket: ticket.data, timeline: timeline.data };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 404) notFound();
    return null;
  }
}
