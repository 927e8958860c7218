import { clsx } from 'clsx';
import { useId, type ComponentProps, type ReactNode } from 'react';

interface FieldProps {
  readonly label: string;
  /** What is wrong and how to mend it; tied to the control and announced. */
  readonly error?: string | undefined;
  readonly hint?: string | undefined;
  /** The label stays for screen readers only. */
  readonly hideLabel?: boolean | undefined;
}

export type TextFieldProps = FieldProps & ComponentProps<'input'>;
export type TextAreaProps = FieldProps & ComponentProps<'textarea'>;
export type SelectFieldProps = FieldProps & ComponentProps<'select'>;

export function TextField({ label, error, hint, hideLabel, id, className, ...native }: TextFieldProps) {
  const ids = useFieldIds(id, error, hint);
  return (
    <Field {...{ label, error, hint, hideLabel, ids }}>
      <input {...native} {...ids.control} className={clsx(CONTROL, 'h-9', className)} />
    </Field>
  );
}

export function TextArea({ label, error, hint, hideLabel, id, className, ...native }: TextAreaProps) {
  const ids = useFieldIds(id, error, hint);
  return (
    <Field {...{ label, error, hint, hideLabel, ids }}>
      <textarea rows={3} {...native} {...ids.control} className={clsx(CONTROL, 'min-h-18 py-2', className)} />
    </Field>
  );
}

export function SelectField({
  label,
  error,
  hint,
  hideLabel,
  id,
  className,
  children,
  ...native
}: SelectFieldProps) {
  const ids = useFieldIds(id, error, hint);
  return (
    <Field {...{ label, error, hint, hideLabel, ids }}>
      <select {...native} {...ids.control} className={clsx(CONTROL, 'h-9 pe-8', className)}>
        {children}
      </select>
    </Field>
  );
}

const CONTROL = clsx(
  'w-full rounded-md border border-line-strong bg-surface px-3 text-body text-ink',
  'placeholder:text-muted disabled:cursor-not-allowed disabled:opacity-55',
  'aria-invalid:border-danger aria-invalid:outline-danger',
);

interface FieldIds {
  readonly control: {
    readonly id: string;
    readonly 'aria-invalid': true | undefined;
    readonly 'aria-describedby': string | undefined;
  };
  readonly hintId: string;
  readonly errorId: string;
}

function useFieldIds(id: string | undefined, error: string | undefined, hint: string | undefined): FieldIds {
  const own = useId();
  const controlId = id ?? own;
  const hintId = `${controlId}-hint`;
  const errorId = `${controlId}-error`;
  // What is wrong stands in the hint's place: it says the same and more.
  const describedBy = error !== undefined ? errorId : hint !== undefined ? hintId : undefined;
  return {
    control: {
      id: controlId,
      'aria-invalid': error === undefined ? undefined : true,
      'aria-describedby': describedBy,
    },
    hintId,
    errorId,
  };
}

function Field({
  label,
  error,
  hint,
  hideLabel,
  ids,
  children,
}: FieldProps & { readonly ids: FieldIds; readonly children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <label
        htmlFor={ids.control.id}
        className={hideLabel === true ? 'sr-only' : 'text-dense font-medium text-ink'}
      >
        {label}
      </label>
      {children}
      {hint !== undefined && error === undefined && (
        <p id={ids.hintId} className="text-dense text-muted">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={ids.errorId} role="alert" className="text-dense text-danger">
          {error}
        </p>
      )}
    </div>
  );
}
