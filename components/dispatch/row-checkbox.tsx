import { clsx } from 'clsx';
import { Check } from 'lucide-react';

/**
 * Chooses a row, in the row's first corner; seen while the row (a `group`) is pointed at or holds the focus.
 * Not a stop of the Tab key: Space on the row's link does the same. A button, so that the desk's keys go on
 * working after a click on it.
 */
export function RowCheckbox({
  label,
  checked,
  always,
  onToggle,
}: {
  readonly label: string;
  readonly checked: boolean;
  /** Seen all the time: something is chosen already. */
  readonly always: boolean;
  /** @param range Shift was held */
  readonly onToggle: (range: boolean) => void;
}) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={checked}
      aria-label={label}
      title={label}
      tabIndex={-1}
      onClick={(event) => onToggle(event.shiftKey)}
      className={clsx(
        'absolute start-1.5 top-1 flex size-7 items-center justify-center',
        !always && 'opacity-0 group-focus-within:opacity-100 group-hover:opacity-100',
      )}
    >
      <span
        className={clsx(
          'flex size-4 items-center justify-center rounded border',
          checked ? 'border-accent bg-accent text-on-accent' : 'border-line-strong bg-surface',
        )}
      >
        {checked && <Check aria-hidden="true" className="size-3" strokeWidth={3} />}
      </span>
    </button>
  );
}
