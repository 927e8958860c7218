import type { Clock } from '#backend/platform/clock.ts';
import type { ChannelEvent } from './channel-event.ts';

/** The last event of each cache channel, for a time, and of a bounded number of channels. */
export class ChannelCache {
  readonly #entries = new Map<string, { readonly event: ChannelEvent; readonly untilMs: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly ttlMs: number,
    private readonly maxChannels: number,
  ) {}

  set(channel: string, event: ChannelEvent): void {
    // Deleting first moves the channel to the end: the map's order is then that of the last event.
    this.#entries.delete(channel);
    this.#entries.set(channel, { event, untilMs: this.clock.nowMs() + this.ttlMs });
    if (this.#entries.size <= this.maxChannels) return;
    const oldest = this.#entries.keys().next();
    if (oldest.done !== true) this.#entries.delete(oldest.value);
  }

  get(channel: string): ChannelEvent | null {
    const entry = this.#entries.get(channel);
    if (entry === undefined) return null;
    if (entry.untilMs > this.clock.nowMs()) return entry.event;
    this.#entries.delete(channel);
    return null;
  }
}
