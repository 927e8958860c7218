import { z } from 'zod';
import { Fix } from '#lib/protocol/fix.ts';
import type { QueuedFix } from './fix-queue.ts';

/** Where fixes that still wait survive a reload. Every call may fail; the queue then lives in memory. */
export interface FixStorage {
  /** Oldest first. */
  load(): Promise<readonly QueuedFix[]>;
  put(fix: QueuedFix): Promise<void>;
  remove(recordedAtMs: readonly number[]): Promise<void>;
  close(): void;
}

const STORE = 'fixes';
const QueuedFixRow = z.object({ recordedAtMs: z.number(), fix: Fix });

/** Keeps one driver's fixes in IndexedDB, apart from those of anyone else who used this device. */
export async function openFixStorage(driverId: number, factory: IDBFactory): Promise<FixStorage> {
  const opening = factory.open(`callout-fixes-${driverId}`, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'recordedAtMs' });
  const database = await answerOf(opening);
  // Another page that wants to upgrade or delete the database must not wait for this one.
  database.onversionchange = () => database.close();

  const store = (mode: IDBTransactionMode) => database.transaction(STORE, mode).objectStore(STORE);
  return {
    async load() {
      const rows = z.array(z.unknown()).parse(await answerOf(store('readonly').getAll()));
      return rows.flatMap((row) => {
        const decoded = QueuedFixRow.safeParse(row);
        return decoded.success ? [decoded.data] : [];
      });
    },
    async put(fix) {
      await answerOf(store('readwrite').put(fix));
    },
    async remove(recordedAtMs) {
      const fixes = store('readwrite');
      await Promise.all(recordedAtMs.map((key) => answerOf(fixes.delete(key))));
    },
    close: () => database.close(),
  };
}

/** For browsers that keep nothing, such as private windows: the queue then ends with the page. */
export function memoryFixStorage(): FixStorage {
  return {
    load: () => Promise.resolve([]),
    put: () => Promise.resolve(),
    remove: () => Promise.resolve(),
    close: () => undefined,
  };
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The browser storage did not answer.'));
  });
}
