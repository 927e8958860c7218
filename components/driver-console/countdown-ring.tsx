/** The part of an offer's time that is left, with the seconds in the middle. */
export function CountdownRing({
  seconds,
  fraction,
  label,
}: {
  readonly seconds: number;
  readonly fraction: number;
  /** What a screen reader says instead of the drawing. */
  readonly label: string;
}) {
  const urgent = seconds <= 10;
  return (
    <div role="timer" aria-label={label} className="relative size-28 shrink-0">
      <svg viewBox="0 0 100 100" aria-hidden="true" className="size-full -rotate-90">
        <circle cx="50" cy="50" r="44" fill="none" strokeWidth="7" className="stroke-sunken" />
        <circle
          cx="50"
          cy="50"
          r="44"
          fill="none"
          strokeWidth="7"
          strokeLinecap="round"
          pathLength={1}
          strokeDasharray="1 1"
          strokeDashoffset={1 - fraction}
          className={urgent ? 'stroke-danger' : 'stroke-accent'}
        />
      </svg>
      <span
        aria-hidden="true"
        className="absolute inset-0 flex items-center justify-center text-4xl font-semibold tabular-nums"
      >
        {seconds}
      </span>
    </div>
  );
}
