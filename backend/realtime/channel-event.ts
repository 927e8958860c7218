import { textFrame } from './text-frame.ts';

/**
 * One event on one channel, framed at most once per wire format however many sockets receive it.
 * The order of the keys is that of Laravel Reverb.
 */
export class ChannelEvent {
  #pusher: Buffer | undefined;
  #plain: Buffer | undefined;
  #text: string | undefined;

  /**
   * @param data the event's data as JSON text, or as any text where a publisher chose so
   * @param encoding how Pusher clients get `data`: a server's event as a JSON string, a client event raw
   * @param userId the sender of a client event on a presence channel
   */
  constructor(
    readonly channel: string,
    readonly event: string,
    readonly data: string,
    readonly encoding: 'string' | 'raw' = 'string',
    readonly userId?: string | number,
  ) {}

  /** The Pusher protocol's frame. */
  get pusher(): Buffer {
    return (this.#pusher ??= textFrame(this.pusherText));
  }

  get pusherText(): string {
    if (this.#text !== undefined) return this.#text;
    const name = JSON.stringify(this.event);
    const channel = JSON.stringify(this.channel);
    const sender = this.userId === undefined ? '' : `,"user_id":${JSON.stringify(this.userId)}`;
    this.#text =
      this.encoding === 'raw'
        ? `{"event":${name},"channel":${channel},"data":${this.data}${sender}}`
        : `{"event":${name},"data":${JSON.stringify(this.data)},"channel":${channel}${sender}}`;
    return this.#text;
  }

  /** The plain gateway's frame: `data` is the value itself. */
  get plain(): Buffer {
    return (this.#plain ??= textFrame(
      `{"channel":${JSON.stringify(this.channel)},"event":${JSON.stringify(this.event)},"data":${plainData(this.data)}}`,
    ));
  }
}

/** An outside publisher may send data that is no JSON; a plain client then gets it as a string. */
function plainData(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(text);
  }
}
