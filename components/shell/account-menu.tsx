'use client';

import { Activity, Cable, LogOut, Map as MapIcon, Monitor, Moon, Sun } from 'lucide-react';
import { startTransition, useSyncExternalStore } from 'react';
import { Menu, MenuChoices, MenuItem, MenuLink, MenuSeparator } from '#components/ui/menu.tsx';
import { signOutAction } from '#lib/auth/sign-out-action.ts';
import { admin } from '#lib/messages/en/admin.ts';
import { common } from '#lib/messages/en/common.ts';
import { shell } from '#lib/messages/en/shell.ts';
import type { User } from '#lib/protocol/user.ts';
import { chooseTheme, chosenTheme, subscribeToTheme } from './theme-choice.ts';

const THEME_CHOICES = [
  { value: 'system', label: shell.themeSystem, icon: <Monitor aria-hidden="true" /> },
  { value: 'light', label: shell.themeLight, icon: <Sun aria-hidden="true" /> },
  { value: 'dark', label: shell.themeDark, icon: <Moon aria-hidden="true" /> },
] as const;

/** Who is signed in, the theme, and the way out. */
export function AccountMenu({ user }: { readonly user: Pick<User, 'name' | 'email' | 'role'> }) {
  const theme = useSyncExternalStore(subscribeToTheme, chosenTheme, () => 'system' as const);
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={shell.account(user.name)}
          title={user.name}
          className="ms-1 flex size-9 items-center justify-center rounded-md hover:bg-sunken"
        >
          <span
            aria-hidden="true"
            className="flex size-7 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
          >
            {initials(user.name)}
          </span>
        </button>
      }
    >
      <div className="px-2.5 py-2">
        <p className="text-body font-medium text-ink">{user.name}</p>
        <p className="text-dense text-muted">
          {common.roles[user.role]}
          {user.email !== null && ` · ${user.email}`}
        </p>
      </div>
      <MenuSeparator />
      {user.role === 'admin' && (
        <>
          <MenuLink href="/dispatch" icon={<MapIcon aria-hidden="true" />}>
            {admin.nav.dispatch}
          </MenuLink>
          <MenuLink href="/admin/connections" icon={<Cable aria-hidden="true" />}>
            {admin.nav.connections}
          </MenuLink>
          <MenuLink href="/admin/health" icon={<Activity aria-hidden="true" />}>
            {admin.nav.health}
          </MenuLink>
          <MenuSeparator />
        </>
      )}
      <MenuChoices label={shell.theme} value={theme} choices={THEME_CHOICES} onChange={chooseTheme} />
      <MenuSeparator />
      <MenuItem
        icon={<LogOut aria-hidden="true" />}
        onSelect={() => {
          startTransition(signOutAction);
        }}
      >
        {shell.signOut}
      </MenuItem>
    </Menu>
  );
}

/** "Anna Berg" → "AB". */
function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = [...(words.at(0) ?? '')][0] ?? '';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return `${first}${last}`.toLocaleUpperCase();
}
