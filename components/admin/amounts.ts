const whole = new Intl.NumberFormat('en-GB');
const short = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 });

/** "12,345" */
export const writeCount = (count: number): string => whole.format(count);

/** "840 B", "12.3 kB", "4.56 MB": as much as fits a narrow column. */
export function writeBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${short.format(bytes / 1_000)} kB`;
  return `${short.format(bytes / 1_000_000)} MB`;
}
