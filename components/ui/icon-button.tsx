import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import type { ButtonSize } from './button.tsx';

const SIZES: Readonly<Record<ButtonSize, string>> = { sm: 'size-8', md: 'size-9', lg: 'size-12' };

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'children'> {
  /** Its accessible name, also shown as the native tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly size?: ButtonSize | undefined;
  /** For a toggle: told to screen readers and shown. */
  readonly pressed?: boolean | undefined;
}

export function IconButton({
  label,
  icon,
  size = 'md',
  pressed,
  className,
  type = 'button',
  ...native
}: IconButtonProps) {
  return (
    <button
      title={label}
      {...native}
      type={type}
      aria-label={label}
      aria-pressed={pressed}
      className={clsx(
        'inline-flex shrink-0 items-center justify-center rounded-md transition-colors duration-150',
        'disabled:cursor-not-allowed disabled:opacity-55 [&_svg]:size-[18px]',
        pressed === true ? 'bg-accent-soft text-accent' : 'text-muted hover:bg-sunken hover:text-ink',
        SIZES[size],
        className,
      )}
    >
      {icon}
    </button>
  );
}
