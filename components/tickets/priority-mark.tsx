import { ChevronDown, ChevronUp, ChevronsUp } from 'lucide-react';
import type { Priority } from '#lib/domain/vocabulary.ts';
import { tickets as words } from '#lib/messages/en/tickets.ts';

const LOOKS = {
  low: { icon: ChevronDown, className: 'text-muted' },
  high: { icon: ChevronUp, className: 'text-warn' },
  urgent: { icon: ChevronsUp, className: 'text-danger' },
} as const;

/** Says nothing of a normal ticket: only the exception is marked. */
export function PriorityMark({ priority }: { readonly priority: Priority }) {
  if (priority === 'normal') return null;
  const { icon: Icon, className } = LOOKS[priority];
  const label = words.priorityMark(words.priority[priority]);
  return (
    <span role="img" aria-label={label} title={label} className={className}>
      <Icon aria-hidden="true" className="size-4" strokeWidth={2.5} />
    </span>
  );
}
