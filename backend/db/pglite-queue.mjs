/** Messages after which the same connection has to go on: the parts of an extended query before Sync. */
const UNFINISHED = new Set([...'PBDECH'].map((type) => type.charCodeAt(0)));
const SYNC = new Uint8Array([0x53, 0, 0, 0, 4]);

/**
 * Lets many connections share PGlite's one session. A connection keeps the session from the first
 * message of a query to its Sync, and through a transaction. The queue that comes with the socket
 * server does not after an error: there the database skips everything until that connection's Sync,
 * so the messages of others that came in between were lost and their queries answered nothing.
 * It is what `PGLiteSocketHandler` expects as `queryQueue`.
 */
export class PgliteQueue {
  #db;
  #waiting = [];
  #running = false;
  /** The connection that holds the session, or null between queries. */
  #owner = null;
  /** Connections that closed while their message was being executed. */
  #gone = new Set();
  #executing = null;

  constructor(db) {
    this.#db = db;
  }

  /** Resolves to the size of the answer, whose parts go to `onData`. */
  enqueue(handlerId, message, onData) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ handlerId, message, onData, resolve, reject });
      void this.#run();
    });
  }

  getQueueLength() {
    return this.#waiting.length;
  }

  clearQueueForHandler(handlerId) {
    const [own, others] = [[], []];
    for (const item of this.#waiting) (item.handlerId === handlerId ? own : others).push(item);
    this.#waiting = others;
    for (const item of own) item.reject(new Error('the connection was closed'));
  }

  /** The connection has closed: what it left open is undone and the session is free again. */
  async clearTransactionIfNeeded(handlerId) {
    if (this.#executing === handlerId) this.#gone.add(handlerId);
    else if (this.#owner === handlerId) {
      await this.#reset();
      void this.#run();
    }
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    for (let item = this.#take(); item; item = this.#take()) await this.#execute(item);
    this.#running = false;
  }

  #take() {
    if (this.#owner === null) return this.#waiting.shift();
    const index = this.#waiting.findIndex((item) => item.handlerId === this.#owner);
    return index === -1 ? undefined : this.#waiting.splice(index, 1)[0];
  }

  async #execute({ handlerId, message, onData, resolve, reject }) {
    this.#executing = handlerId;
    // Held already while it runs, in case that it fails half way.
    this.#owner = handlerId;
    let size = 0;
    try {
      await this.#db.runExclusive(() =>
        this.#db.execProtocolRawStream(message, {
          onRawData: (data) => {
            size += data.length;
            onData(data);
          },
        }),
      );
      resolve(size);
    } catch (error) {
      reject(error);
    }
    this.#executing = null;
    if (this.#gone.delete(handlerId)) await this.#reset();
    else if (!UNFINISHED.has(message[0]) && !this.#db.isInTransaction()) this.#owner = null;
  }

  async #reset() {
    await this.#db.runExclusive(() => this.#db.execProtocolRawStream(SYNC, { onRawData: () => {} }));
    if (this.#db.isInTransaction()) await this.#db.exec('ROLLBACK');
    this.#owner = null;
  }
}
