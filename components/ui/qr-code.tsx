import { useMemo } from 'react';
import { encode } from 'uqr';

/** Scanners need this much light around the code (ISO 18004: four modules). */
const QUIET_MODULES = 4;

/** Dark on light in either theme: a scanner does not know which one is on. */
export function QrCode({
  text,
  label,
  className,
}: {
  readonly text: string;
  /** What a screen reader is told in place of the picture. */
  readonly label: string;
  readonly className?: string | undefined;
}) {
  const { size, path } = useMemo(() => drawn(text), [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={className}
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

/** One path for all dark modules, a rectangle for each run in a row. */
function drawn(text: string): { readonly size: number; readonly path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_MODULES });
  let path = '';
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < row.length; x += 1) {
      if (row[x] !== true) continue;
      const from = x;
      while (row[x + 1] === true) x += 1;
      path += `M${from} ${y}h${x - from + 1}v1H${from}z`;
    }
  }
  return { size, path };
}
