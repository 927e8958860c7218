import type { z } from 'zod';
import { ApiError } from '#lib/api/api-error.ts';
import { isStaff, type Role } from '#lib/domain/vocabulary.ts';
import { Driver } from '#lib/protocol/driver.ts';
import { one, page } from '#lib/protocol/paging.ts';
import { SyncPage, type SyncHead } from '#lib/protocol/sync.ts';
import { Ticket } from '#lib/protocol/ticket.ts';
import type { LiveStore } from '#lib/store/live-store.ts';
import type { CatchUp, CatchUpOutcome } from './live-connection.ts';

/** Reads `/api/bff…` and decodes the answer; throws ApiError. */
export type Get = <Schema extends z.ZodType>(path: string, schema: Schema) => Promise<z.infer<Schema>>;

/** `/sync` and single resources, applied to the store. */
export interface LiveSync extends CatchUp {
  /** True when the server's head is not where we are. */
  isBehind(head: SyncHead): boolean;
  /** Fetches one resource that an event only named; a failure is made good by the next `/sync`. */
  fetchOne(resource: 'ticket' | 'driver', id: number): Promise<void>;
}

/** A snapshot of a large city is a few dozen pages; more than this in one go is a loop. */
const MAX_PAGES = 400;
const MAX_DRIVER_PAGES = 20;

export function createLiveSync(options: {
  readonly store: LiveStore;
  readonly role: Role;
  readonly get: Get;
  readonly initial?: SyncPage | undefined;
}): LiveSync {
  const { store, get } = options;
  let epoch = options.initial?.epoch;
  let cursor = options.initial?.cursor;
  const fetching = new Set<string>();

  /** Until the server has no more, and once more after a reset: what came meanwhile may have been dropped. */
  const pull = async (): Promise<void> => {
    let wasReset = false;
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`;
      const answer = await get(`/sync${query}`, SyncPage);
      store.applySyncPage(answer);
      epoch = answer.epoch;
      cursor = answer.cursor;
      if (answer.reset) wasReset = true;
      if (answer.has_more) continue;
      if (!wasReset) return;
      wasReset = false;
    }
  };

  const pullPositions = async (): Promise<void> => {
    if (!isStaff(options.role)) return;
    for (let number = 1; number <= MAX_DRIVER_PAGES; number += 1) {
      const answer = await get(`/drivers?duty=on&per_page=100&page=${number}`, page(Driver));
      store.applyChanges(answer.data.map((driver) => ({ kind: 'driver', driver })));
      if (number >= answer.meta.last_page) return;
    }
  };

  return {
    isBehind: (head) => head.epoch !== epoch || head.cursor !== cursor,
    fetchMissed: () => outcomeOf(pull).then(signedIn),
    poll: () =>
      outcomeOf(async () => {
        await pull();
        await pullPositions();
      }).then(signedIn),
    async fetchOne(resource, id) {
      const key = `${resource}:${id}`;
      if (fetching.has(key)) return;
      fetching.add(key);
      try {
        if (resource === 'ticket') store.applyTicket((await get(`/tickets/${id}`, one(Ticket))).data);
        else store.applyDriver((await get(`/drivers/${id}`, one(Driver))).data);
      } catch (error) {
        // Unknown to us now, or out of reach: the sync that follows the next head decides.
        if (!(error instanceof ApiError)) throw error;
      } finally {
        fetching.delete(key);
      }
    },
  };
}

/** A signed-in viewer has no link that could end: a server without `/sync` is one to come back to. */
const signedIn = (outcome: CatchUpOutcome): CatchUpOutcome =>
  outcome === 'link_ended' ? 'unreachable' : outcome;

/** How a call went, for the connection's state. */
export async function outcomeOf(call: () => Promise<void>): Promise<CatchUpOutcome> {
  try {
    await call();
    return 'current';
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return 'session_expired';
    // 404 and 410: the link that we asked with is unknown or has ended.
    if (error instanceof ApiError && (error.status === 404 || error.status === 410)) return 'link_ended';
    if (error instanceof ApiError) return 'unreachable';
    throw error;
  }
}
