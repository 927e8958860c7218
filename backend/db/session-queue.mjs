/**
 * Shares PGlite's one session among the connections of its socket server, in place of the server's
 * own queue. That one lets the messages of different connections mix: after an error Postgres skips
 * everything up to the next Sync, so another connection's query in between is never answered, and a
 * protocol failure stops the queue for ever (pglite-socket 0.2.17). Here the messages of a connection
 * up to its Sync run as one unit, and a connection in a transaction keeps the session until its end.
 */

/** Extended-protocol messages that wait for the Sync that ends their unit. */
const PARTS_OF_A_UNIT = new Set(['P', 'B', 'D', 'E', 'C'].map((letter) => letter.charCodeAt(0)));
const FLUSH = 'H'.charCodeAt(0);

/**
 * @param {import('@electric-sql/pglite').PGlite} db
 * @param {(error: unknown) => void} onFailure told of a failure of the engine itself, not of an SQL error
 */
export function createSessionQueue(db, onFailure) {
  /** Messages of a unit that is not complete yet, by connection. */
  const partial = new Map();
  /** Complete units in the order of their arrival. */
  let waiting = [];
  /** The connection that has an open transaction or an unfinished unit. */
  let owner = null;
  /** The connection whose unit is being executed, and whether it went away meanwhile. */
  let executing = null;
  let executingIsGone = false;
  let running = false;

  const takeNext = () => {
    const index = owner === null ? 0 : waiting.findIndex((unit) => unit.connection === owner);
    return index < 0 ? undefined : waiting.splice(index, 1)[0];
  };

  const run = async () => {
    if (running) return;
    running = true;
    for (let unit = takeNext(); unit; unit = takeNext()) {
      executing = unit.connection;
      executingIsGone = false;
      try {
        for (const { message, onData } of unit.messages) {
          await db.runExclusive(() => db.execProtocolRawStream(message, { onRawData: onData }));
        }
        owner = unit.endsWithFlush || db.isInTransaction() ? unit.connection : null;
        unit.resolve(0);
        // Its unit may just have opened a transaction that nobody is left to end.
        if (executingIsGone && owner === unit.connection) giveBack(unit.connection);
      } catch (error) {
        unit.reject(error);
        onFailure(error);
      }
    }
    executing = null;
    running = false;
  };

  /** Queues, ahead of all others, what brings the session of a connection that ended back to rest. */
  const giveBack = (connection) => {
    waiting.unshift({
      connection,
      messages: SYNC_AND_ROLLBACK.map((message) => ({ message, onData: () => undefined })),
      endsWithFlush: false,
      resolve: () => undefined,
      reject: () => undefined,
    });
  };

  return {
    enqueue(connection, message, onData) {
      const messages = partial.get(connection) ?? [];
      messages.push({ message, onData });
      if (PARTS_OF_A_UNIT.has(message[0])) {
        partial.set(connection, messages);
        return Promise.resolve(0);
      }
      partial.delete(connection);
      return new Promise((resolve, reject) => {
        waiting.push({ connection, messages, endsWithFlush: message[0] === FLUSH, resolve, reject });
        void run();
      });
    },
    getQueueLength: () => waiting.length,
    clearQueueForHandler(connection) {
      partial.delete(connection);
      const left = waiting.filter((unit) => unit.connection === connection);
      waiting = waiting.filter((unit) => unit.connection !== connection);
      for (const unit of left) unit.reject(new Error('connection closed'));
    },
    /** A connection that ended in the middle of a transaction gives the session back clean. */
    clearTransactionIfNeeded(connection) {
      if (executing === connection) executingIsGone = true;
      else if (owner === connection) {
        giveBack(connection);
        void run();
      }
      return Promise.resolve();
    },
  };
}

const bytesOf = (letter, text) => {
  const body = Buffer.from(text === '' ? '' : `${text}\0`);
  const message = Buffer.alloc(5 + body.length);
  message.write(letter, 0);
  message.writeInt32BE(4 + body.length, 1);
  body.copy(message, 5);
  return new Uint8Array(message);
};
const SYNC_AND_ROLLBACK = [bytesOf('S', ''), bytesOf('Q', 'ROLLBACK')];
