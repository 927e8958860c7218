import { clsx } from 'clsx';

/** The keys of a shortcut; only for the eye, the control says it in `aria-keyshortcuts`. */
export function KeyHint({
  keys,
  className,
}: {
  readonly keys: readonly string[];
  readonly className?: string;
}) {
  return (
    <span aria-hidden="true" className={clsx('inline-flex gap-0.5', className)}>
      {keys.map((key) => (
        <kbd
          key={key}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded border border-line bg-surface px-1 font-sans text-[11px] text-muted"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
