'use client';

import { clsx } from 'clsx';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { admin } from '#lib/messages/en/admin.ts';

const PLACES = [
  { href: '/dispatch', label: admin.nav.dispatch },
  { href: '/admin/connections', label: admin.nav.connections },
  { href: '/admin/health', label: admin.nav.health },
] as const;

/** The administrator's pages, in the bar. */
export function AdminNav() {
  const here = usePathname();
  return (
    <nav aria-label={admin.nav.label} className="flex min-w-0 items-center gap-0.5 overflow-x-auto">
      {PLACES.map(({ href, label }) => {
        const current = here === href;
        return (
          <Link
            key={href}
            href={href}
            aria-current={current ? 'page' : undefined}
            className={clsx(
              'flex h-9 items-center rounded-md px-2.5 text-body font-medium',
              current ? 'bg-accent-soft text-accent' : 'text-muted hover:bg-sunken hover:text-ink',
            )}
          >
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
