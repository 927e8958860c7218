import { randomBytes } from 'node:crypto';
import net from 'node:net';

/** One buffer for every read of this process: a read is handled before the next one begins. */
const readBuffer = Buffer.allocUnsafe(65_536);
const NOTHING = Buffer.alloc(0);

export interface RawSocketOptions {
  readonly url: URL;
  /** Each text frame: its bytes are `buffer[start, end)`, valid during the call only. */
  onText(socket: RawSocket, buffer: Buffer, start: number, end: number): void;
  onOpen(socket: RawSocket): void;
  /** `answer` is the status line when the upgrade was refused. */
  onGone(socket: RawSocket, answer: string | null): void;
}

/**
 * A WebSocket client of a few microseconds per frame, so that the machine measures the server: it takes
 * whole unfragmented text frames, answers pings, and masks with zeros, which leaves the text as it is.
 */
export class RawSocket {
  readonly #socket: net.Socket;
  readonly #options: RawSocketOptions;
  #carry: Buffer = NOTHING;
  #isOpen = false;
  #refusal: string | null = null;

  constructor(options: RawSocketOptions) {
    this.#options = options;
    const { url } = options;
    this.#socket = net.connect({
      host: url.hostname,
      port: Number(url.port),
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback: (length: number, buffer: Uint8Array) => {
          this.#read(Buffer.from(buffer.buffer, buffer.byteOffset, length));
          return true;
        },
      },
    });
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.on('close', () => options.onGone(this, this.#refusal));
    this.#socket.write(
      `GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nUpgrade: websocket\r\n` +
        `Connection: Upgrade\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n` +
        'Sec-WebSocket-Version: 13\r\n\r\n',
    );
  }

  send(text: string): void {
    this.#socket.write(clientFrame(0x81, Buffer.from(text)));
  }

  /** From now nothing is read: what the server sends piles up on its side. */
  stopReading(): void {
    this.#socket.pause();
  }

  /** Cuts the connection as a broken network does. */
  cut(): void {
    this.#socket.resetAndDestroy();
  }

  #read(chunk: Buffer): void {
    let buffer = this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk]);
    this.#carry = NOTHING;
    if (!this.#isOpen) {
      const end = buffer.indexOf('\r\n\r\n');
      if (end === -1) {
        this.#carry = Buffer.from(buffer);
        return;
      }
      const [status = ''] = buffer.toString('latin1', 0, end).split('\r\n');
      if (!status.includes(' 101 ')) {
        this.#refusal = status;
        this.#socket.destroy();
        return;
      }
      this.#isOpen = true;
      this.#options.onOpen(this);
      buffer = buffer.subarray(end + 4);
    }
    const rest = this.#frames(buffer);
    if (rest < buffer.length) this.#carry = Buffer.from(buffer.subarray(rest));
  }

  /** @returns how far the buffer holds whole frames */
  #frames(buffer: Buffer): number {
    let at = 0;
    while (buffer.length - at >= 2) {
      const opcode = (buffer[at] ?? 0) & 0x0f;
      let length = (buffer[at + 1] ?? 0) & 0x7f;
      let start = at + 2;
      if (length === 126) {
        if (buffer.length - at < 4) return at;
        length = buffer.readUInt16BE(start);
        start += 2;
      } else if (length === 127) {
        if (buffer.length - at < 10) return at;
        length = Number(buffer.readBigUInt64BE(start));
        start += 8;
      }
      const end = start + length;
      if (end > buffer.length) return at;
      if (opcode === 0x1) this.#options.onText(this, buffer, start, end);
      else if (opcode === 0x9) this.#socket.write(clientFrame(0x8a, buffer.subarray(start, end)));
      else if (opcode === 0x8) this.#socket.end(clientFrame(0x88, buffer.subarray(start, end)));
      at = end;
    }
    return at;
  }
}

function clientFrame(first: number, payload: Uint8Array): Buffer {
  const { length } = payload;
  const header =
    length < 126
      ? Buffer.from([first, 0x80 | length, 0, 0, 0, 0])
      : Buffer.from([first, 0x80 | 126, length >> 8, length & 0xff, 0, 0, 0, 0]);
  return Buffer.concat([header, payload]);
}
