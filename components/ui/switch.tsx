'use client';

import { clsx } from 'clsx';
import { Switch as RadixSwitch } from 'radix-ui';
import { useId } from 'react';

export interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onCheckedChange: (checked: boolean) => void;
  readonly disabled?: boolean | undefined;
  readonly size?: 'md' | 'lg' | undefined;
  readonly className?: string | undefined;
}

/** On or off, with its word beside it. */
export function Switch({
  label,
  checked,
  onCheckedChange,
  disabled = false,
  size = 'md',
  className,
}: SwitchProps) {
  const id = useId();
  const large = size === 'lg';
  return (
    <div className={clsx('flex items-center gap-2.5', className)}>
      <RadixSwitch.Root
        id={id}
        checked={checked}
        onCheckedChange={onCheckedChange}
        disabled={disabled}
        className={clsx(
          'shrink-0 rounded-full border transition-colors duration-150 disabled:opacity-55',
          'border-line-strong bg-sunken data-[state=checked]:border-ok data-[state=checked]:bg-ok',
          large ? 'h-8 w-14' : 'h-5 w-9',
        )}
      >
        <RadixSwitch.Thumb
          className={clsx(
            'block rounded-full bg-muted transition-transform duration-150 data-[state=checked]:bg-surface',
            large
              ? 'ms-1 size-6 data-[state=checked]:translate-x-6 rtl:data-[state=checked]:-translate-x-6'
              : 'ms-0.5 size-3.5 data-[state=checked]:translate-x-4 rtl:data-[state=checked]:-translate-x-4',
          )}
        />
      </RadixSwitch.Root>
      <label htmlFor={id} className={clsx('font-medium text-ink', large ? 'text-base' : 'text-body')}>
        {label}
      </label>
    </div>
  );
}
