/** Selects and fields of the replay's panel, as high as its buttons. */
export const CONTROL_CLASS =
  'h-8 max-w-full rounded-md border border-line-strong bg-surface px-2 text-dense text-ink tabular-nums';
