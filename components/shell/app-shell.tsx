import { clsx } from 'clsx';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { common } from '#lib/messages/en/common.ts';
import { shell } from '#lib/messages/en/shell.ts';
import type { User } from '#lib/protocol/user.ts';
import { AccountMenu } from './account-menu.tsx';
import { Mark } from './mark.tsx';

export interface AppShellProps {
  readonly user: Pick<User, 'name' | 'email' | 'role'>;
  /** How current the page is; shown first among the things at the end of the bar. */
  readonly connection?: ReactNode;
  /** The middle of the bar. */
  readonly search?: ReactNode;
  /** Further buttons, before the account. */
  readonly actions?: ReactNode;
  /** `fill`: the content has exactly the rest of the window and scrolls inside itself. */
  readonly layout?: 'fill' | 'page' | undefined;
  readonly children: ReactNode;
}

/** The frame of every signed-in page: a slim bar, then the content. */
export function AppShell({ user, connection, search, actions, layout = 'fill', children }: AppShellProps) {
  return (
    <div className={clsx('flex flex-col', layout === 'fill' ? 'h-dvh overflow-hidden' : 'min-h-dvh')}>
      <a
        href="#content"
        className={clsx(
          'sr-only rounded-md bg-accent px-3 py-2 text-body font-medium text-on-accent',
          'focus:not-sr-only focus:fixed focus:start-3 focus:top-3 focus:z-[1300] focus:px-3 focus:py-2',
        )}
      >
        {shell.skipToContent}
      </a>
      <header className="z-[1050] flex h-12 shrink-0 items-center gap-2 border-b border-line bg-surface ps-3 pe-2">
        <Link href="/" className="flex items-center gap-2 rounded-md py-1 pe-2 font-semibold text-ink">
          <Mark className="size-5" />
          <span className="max-desk:sr-only">{common.product}</span>
        </Link>
        <div className="flex min-w-0 flex-1 items-center">{search}</div>
        <div className="flex shrink-0 items-center gap-1">
          {connection}
          {actions}
          <AccountMenu user={user} />
        </div>
      </header>
      <main
        id="content"
        tabIndex={-1}
        className={clsx('relative flex-1 outline-none', layout === 'fill' && 'min-h-0 overflow-hidden')}
      >
        {children}
      </main>
    </div>
  );
}
