import { chmod } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { createSessionQueue } from './session-queue.mjs';

/** The embedded Postgres, in a thread of its own so that a query never stops the sockets. */

const { dataDir, socketPath, maxConnections } = workerData;

/**
 * Small: files are in the operating system's cache anyway, and 128 MB, the default, fill up for hours and
 * look like a leak.
 */
const SHARED_BUFFERS = '16MB';

const db = await PGlite.create({
  dataDir,
  startParams: [...PGlite.defaultStartParams, '-c', `shared_buffers=${SHARED_BUFFERS}`],
});
const server = new PGLiteSocketServer({ db, path: socketPath, maxConnections });
// After a failure of the engine its memory is not to be trusted: the parent starts a fresh thread.
server.queryQueue = createSessionQueue(db, (error) => {
  parentPort.postMessage({ failed: String(error) });
  process.exit(1);
});
await server.start();
await chmod(socketPath, 0o600);
parentPort.postMessage('ready');

parentPort.on('message', async () => {
  await server.stop();
  await db.close();
  parentPort.postMessage('closed');
  parentPort.close();
});
