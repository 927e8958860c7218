import { connect, type Socket, type TcpNetConnectOpts } from 'node:net';
import type { Duplex } from 'node:stream';

/** Gets what was read and must be done with it when it returns; false stops the reading. */
export type TakeBytes = (bytes: Buffer) => boolean;

const READ_BYTES = 64 * 1_024;
/** One for all sockets: a read is over before the next begins. */
let shared: Buffer | undefined;
const handOver = new WeakMap<Duplex, (take: TakeBytes) => void>();

/**
 * A connection that reads into one buffer shared by all of its kind. Node otherwise allocates 64 KiB for
 * each read, and collecting those costs a relay of small messages a sixth of its time. Until somebody takes
 * its bytes by `takeReads` it is a stream like any other, so node:http can make the handshake on it.
 */
export function connectSharingReads(options: TcpNetConnectOpts): Socket {
  shared ??= Buffer.allocUnsafeSlow(READ_BYTES);
  let take: TakeBytes | undefined;
  const socket: Socket = connect({
    ...options,
    onread: {
      buffer: shared,
      callback: (length, buffer): boolean => {
        const bytes = Buffer.from(buffer.buffer, buffer.byteOffset, length);
        return take === undefined ? socket.push(Buffer.from(bytes)) : take(bytes);
      },
    },
  });
  handOver.set(socket, (taker) => {
    take = taker;
  });
  return socket;
}

/** From now on `take` gets what the socket reads; after it has refused, `resume` reads on. */
export function takeReads(socket: Duplex, take: TakeBytes): void {
  const give = handOver.get(socket);
  if (give !== undefined) give(take);
  else
    socket.on('data', (bytes: Buffer) => {
      if (!take(bytes)) socket.pause();
    });
}
