'use client';

import { Toaster as Sonner } from 'sonner';

/** Where short answers to actions appear; `toast` itself comes from sonner. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-center"
      closeButton
      duration={6_000}
      toastOptions={{
        style: {
          background: 'var(--raised)',
          color: 'var(--ink)',
          borderColor: 'var(--line)',
          fontFamily: 'inherit',
          fontSize: '0.875rem',
        },
      }}
    />
  );
}
