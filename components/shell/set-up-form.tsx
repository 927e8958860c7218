'use client';

import { useActionState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { EMPTY_FORM } from '#lib/auth/form-state.ts';
import { setUpAction } from '#lib/auth/set-up-action.ts';
import { shell } from '#lib/messages/en/shell.ts';

export function SetUpForm({ token }: { readonly token: string }) {
  const [state, action, busy] = useActionState(setUpAction, EMPTY_FORM);
  const words = shell.setup;
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      {state.message !== null && (
        <Notice tone="danger" role="alert">
          <p>{state.message}</p>
          {state.message === words.dead && <p className="mt-1">{words.deadHint}</p>}
        </Notice>
      )}
      <input type="hidden" name="token" value={token} />
      <TextField
        label={words.name}
        name="name"
        autoComplete="name"
        required
        autoFocus
        defaultValue={state.values['name'] ?? ''}
        error={state.fields['name']}
        className="h-11"
      />
      <TextField
        label={words.email}
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        defaultValue={state.values['email'] ?? ''}
        error={state.fields['email']}
        className="h-11"
      />
      <TextField
        label={words.password}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={10}
        hint={words.passwordHint}
        error={state.fields['password']}
        className="h-11"
      />
      <Button type="submit" variant="primary" size="lg" busy={busy} className="mt-1 w-full">
        {words.submit}
      </Button>
    </form>
  );
}
