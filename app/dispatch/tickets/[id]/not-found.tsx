import { MissingDetail } from '#components/dispatch/missing-detail.tsx';

export default function TicketNotFound() {
  return <MissingDetail kind="ticket" />;
}
