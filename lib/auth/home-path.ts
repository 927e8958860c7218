import type { Role } from '#lib/domain/vocabulary.ts';

/** Where a role begins. */
export function homePath(role: Role): string {
  switch (role) {
    case 'admin':
    case 'dispatcher':
      return '/dispatch';
    case 'driver':
      return '/driver';
    case 'customer':
      return '/customer';
  }
}

/** A path of this site out of `?next=`, so that the login page leads nowhere else; undefined for all others. */
export function localPath(next: unknown): string | undefined {
  if (typeof next !== 'string' || !/^\/(?![/\\])[\x20-\x7e]*$/.test(next) || next.includes('\\')) {
    return undefined;
  }
  const base = 'http://local.invalid';
  const url = new URL(next, base);
  if (url.origin !== base || url.pathname === '/login') return undefined;
  return `${url.pathname}${url.search}`;
}
