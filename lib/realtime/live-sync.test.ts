import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { ApiError } from '#lib/api/api-error.ts';
import { fixtureDriver, fixtureTicket } from '#lib/store/fixtures.ts';
import { createLiveStore } from '#lib/store/live-store.ts';
import type { SyncPage } from '#lib/protocol/sync.ts';
import { createEventRouter } from './event-router.ts';
import { createLiveSync, type Get } from './live-sync.ts';

const page = (fields: Partial<SyncPage>): SyncPage => ({
  epoch: 'e1',
  cursor: 'c1',
  reset: false,
  has_more: false,
  tickets: [],
  offers: [],
  drivers: [],
  messages: [],
  alerts: [],
  removed: [],
  ...fields,
});

function openSync(answers: Readonly<Record<string, unknown>>, initial: SyncPage = page({})) {
  const asked: string[] = [];
  const store = createLiveStore({ initial, serverNowMs: Date.now(), schedule: () => () => undefined });
  const get: Get = async <Schema extends z.ZodType>(path: string, schema: Schema) => {
    asked.push(path);
    const answer = answers[path];
    if (answer instanceof Error) throw answer;
    if (answer === undefined) throw new ApiError(404, 'not_found', 'Not found.');
    return schema.parse(answer);
  };
  return { asked, store, sync: createLiveSync({ store, role: 'dispatcher', get, initial }) };
}

describe('catching up', () => {
  it('asks from its cursor until there is no more, and applies every page', async () => {
    const { asked, store, sync } = openSync({
      '/sync?cursor=c1': page({ cursor: 'c2', has_more: true, tickets: [fixtureTicket({ id: 1 })] }),
      '/sync?cursor=c2': page({ cursor: 'c3', drivers: [fixtureDriver({ id: 2 })] }),
    });
    await expect(sync.fetchMissed()).resolves.toBe('current');
    store.flush();
    expect(asked).toEqual(['/sync?cursor=c1', '/sync?cursor=c2']);
    expect([...store.getState().tickets.keys(), ...store.getState().drivers.keys()]).toEqual([1, 2]);
    expect(sync.isBehind({ epoch: 'e1', cursor: 'c3' })).toBe(false);
    expect(sync.isBehind({ epoch: 'e1', cursor: 'c4' })).toBe(true);
    expect(sync.isBehind({ epoch: 'e2', cursor: 'c3' })).toBe(true);
  });

  it('asks once more after a reset, for what came while the snapshot was on its way', async () => {
    const { asked, store, sync } = openSync(
      {
        '/sync?cursor=c1': page({
          epoch: 'e2',
          cursor: 'n0',
          reset: true,
          has_more: true,
        }),
        '/sync?cursor=n0': page({
          epoch: 'e2',
          cursor: 'n1',
          tickets: [fixtureTicket({ id: 5 })],
        }),
        '/sync?cursor=n1': page({ epoch: 'e2', cursor: 'n2', tickets: [fixtureTicket({ id: 6 })] }),
      },
      page({ tickets: [fixtureTicket({ id: 1, version: 9 })] }),
    );
    await expect(sync.fetchMissed()).resolves.toBe('current');
    store.flush();
    expect(asked).toHaveLength(3);
    expect([...store.getState().tickets.keys()]).toEqual([5, 6]);
  });

  it('tells an expired session from a server that does not answer', async () => {
    const expired = openSync({ '/sync?cursor=c1': new ApiError(401, 'unauthenticated', 'Sign in.') });
    await expect(expired.sync.fetchMissed()).resolves.toBe('session_expired');
    const away = openSync({ '/sync?cursor=c1': new ApiError(503, 'backend_unavailable', 'Away.') });
    await expect(away.sync.fetchMissed()).resolves.toBe('unreachable');
    const without = openSync({});
    await expect(without.sync.fetchMissed()).resolves.toBe('unreachable');
  });
});

describe('events', () => {
  it('fetch a ticket that an event only names, unless it is here already', async () => {
    const { asked, store, sync } = openSync(
      { '/tickets/8': { data: fixtureTicket({ id: 8, version: 4 }) } },
      page({ tickets: [fixtureTicket({ id: 7, version: 3 })] }),
    );
    const router = createEventRouter({ store, sync, fetchSoon: () => undefined });
    router.onEvent('.ticket.updated', { id: 7, version: 3 });
    router.onEvent('.ticket.updated', { id: 8, version: 4 });
    router.onEvent('.ticket.updated', { id: 8, version: 4 });
    await expect.poll(() => (store.flush(), store.getState().tickets.get(8)?.version)).toBe(4);
    expect(asked).toEqual(['/tickets/8']);
  });

  it('ask for more when the head is elsewhere, and count what is bad or unknown', () => {
    const { store, sync } = openSync({});
    let behind = 0;
    const router = createEventRouter({ store, sync, fetchSoon: () => (behind += 1) });
    router.onEvent('.sync.head', { epoch: 'e1', cursor: 'c1' });
    expect(behind).toBe(0);
    router.onEvent('.sync.head', { epoch: 'e1', cursor: 'c9' });
    expect(behind).toBe(1);
    router.onEvent('.ticket.updated', null);
    router.onEvent('.weather', {});
    expect(router.counters).toEqual({ taken: 2, unknown: 1, bad: 1 });
  });
});
