/** What is worth interrupting somebody's reading for, the most urgent first. */
export const NOTE_KINDS = [
  'connection_lost',
  'connection_back',
  'late',
  'declined',
  'no_answer',
  'driver_lost',
  'driver_back',
  'assigned',
] as const;
export type NoteKind = (typeof NOTE_KINDS)[number];

export interface DeskNote {
  readonly kind: NoteKind;
  /** Whom or what it concerns: of the same kind and subject, the last note stands for all. */
  readonly subject: number;
  /** The sentence when it is the only one of its kind. */
  readonly sentence: string;
}

/** One kind's notes in one sentence. */
export type WriteMany = (kind: NoteKind, count: number) => string;

export interface AnnouncementQueue {
  add(note: DeskNote): void;
  /** Everything that waits as one announcement; null when nothing does, or too soon after the last one. */
  take(nowMs: number): string | null;
}

/** What undoes a note that nobody has heard yet. */
const OPPOSITE: Readonly<Partial<Record<NoteKind, NoteKind>>> = {
  connection_lost: 'connection_back',
  connection_back: 'connection_lost',
  driver_lost: 'driver_back',
  driver_back: 'driver_lost',
};

/** A screen reader reads announcements to the end: few of them, each saying all there is to say. */
export function createAnnouncementQueue(minGapMs: number, writeMany: WriteMany): AnnouncementQueue {
  const waiting = new Map<NoteKind, Map<number, string>>();
  let lastMs = -Infinity;
  return {
    add({ kind, subject, sentence }) {
      const opposite = OPPOSITE[kind];
      if (opposite !== undefined && waiting.get(opposite)?.delete(subject)) return;
      const held = waiting.get(kind) ?? new Map<number, string>();
      waiting.set(kind, held.set(subject, sentence));
    },
    take(nowMs) {
      if (nowMs - lastMs < minGapMs) return null;
      const sentences: string[] = [];
      for (const kind of NOTE_KINDS) {
        const notes = waiting.get(kind);
        if (notes === undefined || notes.size === 0) continue;
        const [first = ''] = notes.values();
        sentences.push(notes.size === 1 ? first : writeMany(kind, notes.size));
      }
      waiting.clear();
      if (sentences.length === 0) return null;
      lastMs = nowMs;
      return sentences.join(' ');
    },
  };
}
