import { once } from 'node:events';
import net from 'node:net';

/** Two ends of one TCP connection on loopback. */
export interface SocketPair {
  readonly reader: net.Socket;
  readonly socket: net.Socket;
  close(): void;
}

export async function socketPair(): Promise<SocketPair> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const reader = net.connect(address.port, '127.0.0.1');
  const [socket] = (await once(server, 'connection')) as [net.Socket];
  const close = () => {
    reader.destroy();
    socket.destroy();
    server.close();
  };
  return { reader, socket, close };
}
