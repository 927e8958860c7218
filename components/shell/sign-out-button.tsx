import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { signOutAction } from '#lib/auth/sign-out-action.ts';

/** A form of its own, so that it works before and without any script. */
export function SignOutButton({ children }: { readonly children: ReactNode }) {
  return (
    <form action={signOutAction}>
      <Button type="submit">{children}</Button>
    </form>
  );
}
