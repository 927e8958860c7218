import type { Logger } from 'pino';
import { encodeCursor } from '#backend/db/sync-cursor.ts';
import { parseChannel } from '#lib/protocol/channels.ts';
import type { Broadcaster } from './broadcaster.ts';
import { MAX_CHANNELS_PER_TRIGGER } from './broker-calls.ts';

/** Contract: at most this often on each private channel that somebody listens to. */
const EVERY_MS = 10_000;

export interface SyncHeadParts {
  readonly broadcaster: Broadcaster;
  readonly epoch: string;
  /** The last published position, everything up to which was sent before; null while another process publishes. */
  readonly head: () => number | null;
  readonly log: Logger;
  readonly everyMs?: number;
}

/**
 * Tells every private channel how far the publisher has come, so that a reader that missed an event
 * finds out without asking. Asking a remote broker who listens also shows whether it is there.
 * @returns how to stop
 */
export function startSyncHead({
  broadcaster,
  epoch,
  head,
  log,
  everyMs = EVERY_MS,
}: SyncHeadParts): () => void {
  let telling = false;
  const tell = async (): Promise<void> => {
    const occupied = await broadcaster.occupiedChannels('private-');
    const channels = occupied.filter((name) => parseChannel(name) !== undefined);
    const position = head();
    if (position === null) return;
    const data = { epoch, cursor: encodeCursor({ epoch, position }) };
    for (let start = 0; start < channels.length; start += MAX_CHANNELS_PER_TRIGGER)
      await broadcaster.publish([
        { channels: channels.slice(start, start + MAX_CHANNELS_PER_TRIGGER), event: 'sync.head', data },
      ]);
  };
  const beat = (): void => {
    if (telling) return;
    telling = true;
    tell()
      // The publisher says loudly that the broker is away; here the next beat is soon enough.
      .catch((err: unknown) => log.debug({ err }, 'sync.head not sent'))
      .finally(() => {
        telling = false;
      });
  };
  const timer = setInterval(beat, everyMs);
  timer.unref();
  beat();
  return () => clearInterval(timer);
}
