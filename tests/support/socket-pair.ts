import { once } from 'node:events';
import net from 'node:net';

/** Two ends of one TCP connection on loopback. */
export interface SocketPair {
  readonly reader: net.Socket;
  readonly socket: net.Socket;
  close(): void;
}

/** @param dial opens the end called `reader` */
export async function socketPair(
  dial: (address: { readonly port: number; readonly host: string }) => net.Socket = net.connect,
): Promise<SocketPair> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const reader = dial({ port: address.port, host: '127.0.0.1' });
  const [socket] = (await once(server, 'connection')) as [net.Socket];
  const close = () => {
    reader.destroy();
    socket.destroy();
    server.close();
  };
  return { reader, socket, close };
}
