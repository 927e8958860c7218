import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Queryable } from '#backend/platform/backend.ts';
import { settings } from './schema.ts';

/** A place in the publisher's commit order of one database; opaque to readers. */
export interface SyncCursor {
  /** Names the database: a cursor of another one means nothing here. */
  readonly epoch: string;
  /** `events.position` of the last event that the reader knows; 0 before the first. */
  readonly position: number;
}

export const encodeCursor = ({ epoch, position }: SyncCursor): string =>
  Buffer.from(`${epoch}.${position}`).toString('base64url');

/** @returns undefined for text that is no cursor of ours */
export function decodeCursor(text: string): SyncCursor | undefined {
  if (text.length > 100) return undefined;
  const match = /^([\w-]{1,40})\.(\d{1,15})$/.exec(Buffer.from(text, 'base64url').toString('latin1'));
  const [, epoch, position] = match ?? [];
  return epoch === undefined ? undefined : { epoch, position: Number(position) };
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
