import { ChevronLeft, ChevronRight } from 'lucide-react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { admin } from '#lib/messages/en/admin.ts';

const words = admin.connections;

export interface PageMeta {
  readonly current_page: number;
  readonly per_page: number;
  readonly total: number;
  readonly last_page: number;
}

/** Forth and back; nothing while everything fits one page. */
export function PageSwitch({
  meta,
  onPage,
}: {
  readonly meta: PageMeta;
  readonly onPage: (page: number) => void;
}) {
  const { current_page: current, per_page: perPage, total, last_page: last } = meta;
  if (last <= 1 && current === 1) return null;
  const from = Math.min(total, (current - 1) * perPage + 1);
  return (
    <nav
      aria-label={words.pages}
      className="mt-3 flex items-center justify-end gap-2 text-dense text-muted tabular-nums"
    >
      {words.range(from, Math.min(total, current * perPage), total)}
      <IconButton
        label={words.previous}
        icon={<ChevronLeft className="rtl:rotate-180" />}
        disabled={current <= 1}
        onClick={() => onPage(Math.min(current - 1, last))}
      />
      <IconButton
        label={words.next}
        icon={<ChevronRight className="rtl:rotate-180" />}
        disabled={current >= last}
        onClick={() => onPage(current + 1)}
      />
    </nav>
  );
}
