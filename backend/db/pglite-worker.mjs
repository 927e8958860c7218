import { chmod } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

/** The embedded Postgres, in a thread of its own so that a query never stops the sockets. */

const { dataDir, socketPath, maxConnections } = workerData;

const db = await PGlite.create({ dataDir });

// The socket server's queue stands still for ever after a protocol failure inside the database (a
// crash of the engine, not an SQL error). Ending the thread lets the parent start a fresh one.
const execute = db.execProtocolRawStream.bind(db);
db.execProtocolRawStream = async (...call) => {
  try {
    return await execute(...call);
  } catch (error) {
    parentPort.postMessage({ failed: String(error) });
    process.exit(1);
  }
};

const server = new PGLiteSocketServer({ db, path: socketPath, maxConnections });
await server.start();
await chmod(socketPath, 0o600);
parentPort.postMessage('ready');

parentPort.on('message', async () => {
  await server.stop();
  await db.close();
  parentPort.postMessage('closed');
  parentPort.close();
});
