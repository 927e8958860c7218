import { clsx } from 'clsx';

/** The product's mark: the arrow that vehicles are on the map, called out of its ring. */
export function Mark({ className }: { readonly className?: string | undefined }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={clsx('shrink-0 text-accent', className)}>
      <path
        d="M20.2 8.6A9 9 0 1 1 15.4 3.8"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.25"
        strokeLinecap="round"
      />
      <path d="M22 2 14.4 17.2l-1.9-5.7-5.7-1.9z" fill="currentColor" />
    </svg>
  );
}
