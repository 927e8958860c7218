import { DESK_DROPS, type DeskCounts, type DeskDrop } from '#lib/protocol/desk-counts.ts';

/** Tells the backend once in a while what this page dropped, so that the health page can show it. */
export interface DropReport {
  close(): void;
}

const EVERY_MS = 60_000;
/** What one report may say of a kind; the rest goes with the next. */
const MOST = 1_000_000;

/**
 * @param read the page's totals since it was opened
 * @param send throws when the report was not taken: it goes again with the next one
 * @param random [0, 1): desks that were opened together do not report together
 */
export function startDropReport(options: {
  readonly read: () => Readonly<Record<DeskDrop, number>>;
  readonly send: (counts: DeskCounts) => Promise<void>;
  readonly random: () => number;
}): DropReport {
  const told: Record<string, number> = {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const report = async (): Promise<void> => {
    const totals = options.read();
    const counts: DeskCounts = {};
    for (const kind of DESK_DROPS) {
      const more = Math.min(MOST, totals[kind] - (told[kind] ?? 0));
      if (more > 0) counts[kind] = more;
    }
    if (Object.keys(counts).length === 0) return;
    await options.send(counts);
    for (const kind of DESK_DROPS) told[kind] = (told[kind] ?? 0) + (counts[kind] ?? 0);
  };
  const later = () => {
    timer = setTimeout(
      () => {
        // Not taken, or a backend that has no place for it: nothing is lost, the totals stay.
        report().then(next, next);
      },
      EVERY_MS * (0.5 + options.random()),
    );
  };
  const next = () => {
    if (!closed) later();
  };
  later();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
