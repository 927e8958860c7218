'use client';

import { Search, X } from 'lucide-react';
import { dispatch } from '#lib/messages/en/dispatch.ts';
import { KeyHint } from './key-hint.tsx';

/** The list's own search; `/` leads here (see use-desk-keys.ts). */
export function SearchField({
  label,
  placeholder,
  value,
  onChange,
}: {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <div className="relative min-w-0 flex-1">
      <Search aria-hidden="true" className="pointer-events-none absolute start-2.5 top-2 size-4 text-muted" />
      <input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={value}
        data-desk-search
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          if (value === '') event.currentTarget.blur();
          else onChange('');
        }}
        className="h-8 w-full rounded-md border border-line bg-canvas ps-8 pe-8 text-dense text-ink placeholder:text-muted hover:border-line-strong [&::-webkit-search-cancel-button]:hidden"
      />
      {value === '' ? (
        <KeyHint keys={['/']} className="pointer-events-none absolute end-2 top-1.5 max-desk:hidden" />
      ) : (
        <button
          type="button"
          aria-label={dispatch.clearSearch}
          onClick={() => onChange('')}
          className="absolute end-1 top-1 flex size-6 items-center justify-center rounded text-muted hover:text-ink"
        >
          <X aria-hidden="true" className="size-3.5" />
        </button>
      )}
    </div>
  );
}
