import { describe, expect, it } from 'vitest';
import type { OpenConnection } from '#backend/realtime/hub.ts';
import { CONNECTION_SORTS } from '#lib/protocol/connection.ts';
import { connectionResource, inOrder, isFound } from './connection-list.ts';

const open = (socketId: string, queuedBytes: number, channels: readonly string[] = []): OpenConnection => ({
  subscriber: {
    ...{ socketId, kind: 'pusher', address: '10.0.0.1', connectedAtMs: queuedBytes },
    traffic: { messagesIn: 1, messagesOut: 2, bytesIn: 3, bytesOut: 4, queuedBytes },
    deliver: () => undefined,
    dropped: () => undefined,
    end: () => undefined,
  },
  ...{ channels: new Set(channels), principal: null, signedInAs: null },
});
const rows = [open('2.2', 0), open('1.1', 65_536, ['private-admin.fleet']), open('3.3', 65_535)].map((row) =>
  connectionResource(row, () => null),
);

describe('the list of connections', () => {
  it('marks a socket as slow once 64 KiB wait for its reader', () => {
    expect(rows.map(({ socket_id: id, slow }) => [id, slow])).toEqual([
      ['2.2', false],
      ['1.1', true],
      ['3.3', false],
    ]);
  });

  it('finds a socket that has every word somewhere, in any case', () => {
    const found = (search: string) =>
      rows.filter((row) => isFound(row, search)).map(({ socket_id: id }) => id);
    expect(found('slow FLEET')).toEqual(['1.1']);
    expect(found('10.0.0.1 pusher')).toHaveLength(3);
    expect(found('slow 3.3')).toEqual([]);
  });

  it('turns the order round with a minus', () => {
    const ids = (sort: string) => inOrder(rows, sort).map(({ socket_id: id }) => id);
    expect(ids('queued_bytes')).toEqual(['2.2', '3.3', '1.1']);
    expect(ids('-queued_bytes')).toEqual(['1.1', '3.3', '2.2']);
  });

  it.each(CONNECTION_SORTS)('is total in the order by %s', (sort) => {
    const forth = inOrder(rows, sort).map(({ socket_id: id }) => id);
    const again = inOrder([...rows].reverse(), sort).map(({ socket_id: id }) => id);
    expect(again).toEqual(forth);
  });
});
