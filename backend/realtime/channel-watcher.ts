import type { ChannelEvent } from './channel-event.ts';

/** Hears of what happens on channels beside the events of the server; must return at once. */
export interface ChannelWatcher {
  /** A first socket joined. */
  occupied(channel: string): void;
  /** The last one left. */
  vacated(channel: string): void;
  memberAdded(channel: string, userId: string): void;
  memberRemoved(channel: string, userId: string): void;
  /** A client event was passed on. */
  whispered(event: ChannelEvent, fromSocketId: string): void;
  /** Somebody joined a cache channel that remembers nothing. */
  cacheMissed(channel: string): void;
}
