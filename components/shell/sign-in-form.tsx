'use client';

import { useActionState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { EMPTY_FORM } from '#lib/auth/form-state.ts';
import { signInAction } from '#lib/auth/sign-in-action.ts';
import { shell } from '#lib/messages/en/shell.ts';

export function SignInForm({ next }: { readonly next: string | undefined }) {
  const [state, action, busy] = useActionState(signInAction, EMPTY_FORM);
  const words = shell.signIn;
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      {state.message !== null && (
        <Notice tone="danger" role="alert">
          {state.message}
        </Notice>
      )}
      {next !== undefined && <input type="hidden" name="next" value={next} />}
      <TextField
        label={words.email}
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
        defaultValue={state.values['email'] ?? ''}
        error={state.fields['email']}
        className="h-11"
      />
      <TextField
        label={words.password}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={state.fields['password']}
        className="h-11"
      />
      <Button type="submit" variant="primary" size="lg" busy={busy} className="mt-1 w-full">
        {busy ? words.submitting : words.submit}
      </Button>
    </form>
  );
}
