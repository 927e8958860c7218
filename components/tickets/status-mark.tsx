import { clsx } from 'clsx';
import {
  Ban,
  Check,
  CircleDashed,
  CircleDot,
  CircleSlash,
  Hourglass,
  MapPin,
  Navigation,
  Send,
  UserCheck,
  Wrench,
  type LucideIcon,
} from 'lucide-react';
import type { TicketStatus } from '#lib/domain/ticket-status.ts';
import { Badge, type BadgeTone } from '#components/ui/badge.tsx';
import { tickets as words } from '#lib/messages/en/tickets.ts';

interface Look {
  readonly icon: LucideIcon;
  readonly tone: BadgeTone;
  readonly text: string;
}

/** Each status has a shape of its own: colour only helps. */
const LOOKS: Readonly<Record<TicketStatus, Look>> = {
  created: { icon: CircleDashed, tone: 'ticket-created', text: 'text-ticket-created' },
  offered: { icon: Send, tone: 'ticket-offered', text: 'text-ticket-offered' },
  assigned: { icon: UserCheck, tone: 'ticket-assigned', text: 'text-ticket-assigned' },
  en_route: { icon: Navigation, tone: 'ticket-en-route', text: 'text-ticket-en-route' },
  on_site: { icon: MapPin, tone: 'ticket-on-site', text: 'text-ticket-on-site' },
  in_service: { icon: Wrench, tone: 'ticket-in-service', text: 'text-ticket-in-service' },
  completed: { icon: Check, tone: 'ticket-completed', text: 'text-ticket-completed' },
  unsuccessful: { icon: CircleSlash, tone: 'ticket-ended', text: 'text-ticket-ended' },
  gone_on_arrival: { icon: CircleDot, tone: 'ticket-ended', text: 'text-ticket-ended' },
  canceled: { icon: Ban, tone: 'ticket-ended', text: 'text-ticket-ended' },
  expired: { icon: Hourglass, tone: 'ticket-ended', text: 'text-ticket-ended' },
};

/** The status as a shape and a word. */
export function StatusMark({
  status,
  className,
}: {
  readonly status: TicketStatus;
  readonly className?: string;
}) {
  const { icon: Icon, text } = LOOKS[status];
  return (
    <span className={clsx('inline-flex items-center gap-1 whitespace-nowrap', text, className)}>
      <Icon aria-hidden="true" className="size-3.5 shrink-0" />
      {words.status[status]}
    </span>
  );
}

/** The same with ground, for the head of a ticket. */
export function StatusBadge({ status }: { readonly status: TicketStatus }) {
  const { icon: Icon, tone } = LOOKS[status];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {words.status[status]}
    </Badge>
  );
}
