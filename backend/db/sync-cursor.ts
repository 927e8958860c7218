import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Queryable } from '#backend/platform/backend.ts';
import { settings } from './schema.ts';

/** The parts of a snapshot, in the order in which its pages carry them. */
export const SNAPSHOT_PARTS = ['drivers', 'tickets', 'offers'] as const;
export type SnapshotPart = (typeof SNAPSHOT_PARTS)[number];

/** A place in the publisher's commit order of one database; opaque to readers. */
export interface SyncCursor {
  /** Names the database: a cursor of another one means nothing here. */
  readonly epoch: string;
  /** `events.position` of the last event that the reader knows; 0 before the first. */
  readonly position: number;
  /** Within a snapshot of several pages: where the next page begins. */
  readonly snapshot?: { readonly part: SnapshotPart; readonly afterId: number };
}

export function encodeCursor({ epoch, position, snapshot }: SyncCursor): string {
  const tail = snapshot ? `.${snapshot.part}.${snapshot.afterId}` : '';
  return Buffer.from(`${epoch}.${position}${tail}`).toString('base64url');
}

/** @returns undefined for text that is no cursor of ours */
export function decodeCursor(text: string): SyncCursor | undefined {
  if (text.length > 200) return undefined;
  const match = /^([\w-]{1,40})\.(\d{1,15})(?:\.([a-z]+)\.(\d{1,10}))?$/.exec(
    Buffer.from(text, 'base64url').toString('latin1'),
  );
  const [, epoch, position, partName, afterId] = match ?? [];
  if (epoch === undefined) return undefined;
  if (partName === undefined) return { epoch, position: Number(position) };
  const part = SNAPSHOT_PARTS.find((name) => name === partName);
  if (part === undefined) return undefined;
  return { epoch, position: Number(position), snapshot: { part, afterId: Number(afterId) } };
}

const EPOCH_KEY = 'epoch';

/** The database's own name, made at its first migration. */
export async function loadEpoch(q: Queryable): Promise<string> {
  const stored = async () => {
    const [row] = await q.select().from(settings).where(eq(settings.key, EPOCH_KEY));
    return typeof row?.value === 'string' ? row.value : undefined;
  };
  const known = await stored();
  if (known !== undefined) return known;
  const fresh = randomBytes(9).toString('base64url');
  await q.insert(settings).values({ key: EPOCH_KEY, value: fresh }).onConflictDoNothing();
  return (await stored()) ?? fresh;
}
