import { clsx } from 'clsx';

export interface FilterChoice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly count: number;
}

/** One filter at a time, each with how many it would show. */
export function FilterBar<Value extends string>({
  label,
  choices,
  value,
  onChange,
}: {
  readonly label: string;
  readonly choices: readonly FilterChoice<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}) {
  return (
    <div role="group" aria-label={label} className="flex flex-wrap gap-y-0.5 px-1.5 pb-2">
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
          className={clsx(
            'flex h-7 shrink-0 items-center gap-1 rounded-md px-1 text-xs font-medium whitespace-nowrap',
            'transition-colors duration-150 focus-visible:-outline-offset-2',
            choice.value === value
              ? 'bg-accent-soft text-accent'
              : 'text-muted hover:bg-sunken hover:text-ink',
          )}
        >
          {choice.label}
          <span className="font-normal tabular-nums">{choice.count}</span>
        </button>
      ))}
    </div>
  );
}
