import { chmod } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { createServer } from 'node:net';
import { PGLiteSocketHandler } from '@electric-sql/pglite-socket';
import { PgliteQueue } from './pglite-queue.mjs';

/** The embedded Postgres, in a thread of its own so that a query never stops the sockets. */

const { dataDir, socketPath, maxConnections } = workerData;

const db = await PGlite.create({ dataDir });

// After a protocol failure inside the database (a crash of the engine, not an SQL error) nothing works
// any more. Ending the thread lets the parent start a fresh one.
const execute = db.execProtocolRawStream.bind(db);
db.execProtocolRawStream = async (...call) => {
  try {
    return await execute(...call);
  } catch (error) {
    parentPort.postMessage({ failed: String(error) });
    process.exit(1);
  }
};

const queryQueue = new PgliteQueue(db);
const handlers = new Set();
const server = createServer(async (socket) => {
  const handler = new PGLiteSocketHandler({ queryQueue, closeOnDetach: true });
  handlers.add(handler);
  socket.once('close', () => handlers.delete(handler));
  await handler.attach(socket);
});
server.maxConnections = maxConnections;
await new Promise((resolve, reject) => {
  server.once('error', reject);
  server.listen(socketPath, resolve);
});
await chmod(socketPath, 0o600);
parentPort.postMessage('ready');

parentPort.on('message', async () => {
  server.close();
  await Promise.all([...handlers].map((handler) => handler.detach(true)));
  await db.close();
  parentPort.postMessage('closed');
  parentPort.close();
});
