import { encodeCursor } from '#backend/db/sync-cursor.ts';
import { isPrivate, type Hub } from './hub.ts';
import { parseChannel } from '#lib/protocol/channels.ts';

/** Contract: at most this often on each private channel that somebody listens to. */
const EVERY_MS = 10_000;

/**
 * Tells every private channel how far the publisher has come, so that a reader that missed an event
 * finds out without asking.
 * @param head the last published position; everything up to it was sent before
 * @returns how to stop
 */
export function startSyncHead(hub: Hub, epoch: string, head: () => number): () => void {
  const tell = () => {
    const channels = [...hub.channelNames()].filter(
      (name) => isPrivate(name) && parseChannel(name) !== undefined,
    );
    if (channels.length === 0) return;
    hub.publish(
      channels,
      'sync.head',
      JSON.stringify({ epoch, cursor: encodeCursor({ epoch, position: head() }) }),
    );
  };
  const timer = setInterval(tell, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
