import type { OwnerOf } from '#backend/realtime/socket-owners.ts';
import type { OpenConnection } from '#backend/realtime/hub.ts';
import type { Connection, ConnectionSort } from '#lib/protocol/connection.ts';

/** From this much on, a reader that does not take what is sent is worth a look; the bound closes it. */
export const SLOW_FROM_BYTES = 65_536;

export function connectionResource(
  { subscriber, channels, principal }: OpenConnection,
  ownerOf: OwnerOf,
): Connection {
  const { socketId, kind, address, connectedAtMs, traffic } = subscriber;
  return {
    socket_id: socketId,
    kind,
    who: ownerOf(principal),
    address,
    channels: [...channels],
    connected_at: new Date(connectedAtMs).toISOString(),
    messages_in: traffic.messagesIn,
    messages_out: traffic.messagesOut,
    bytes_in: traffic.bytesIn,
    bytes_out: traffic.bytesOut,
    queued_bytes: traffic.queuedBytes,
    slow: traffic.queuedBytes >= SLOW_FROM_BYTES,
  };
}

/** Whether each word of the search is somewhere in the socket's row. */
export function isFound(connection: Connection, search: string): boolean {
  const { who } = connection;
  const text = [
    ...[connection.socket_id, connection.kind, connection.address, connection.slow ? 'slow' : ''],
    ...[who?.name, who?.email, who?.role, who?.ticket?.reference, ...connection.channels],
  ]
    .join('\n')
    .toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word));
}

/** By one column, with or without a leading minus; equal rows keep the order of their socket ids. */
export function inOrder(connections: readonly Connection[], sort: string): Connection[] {
  const sign = sort.startsWith('-') ? -1 : 1;
  const column = sort.replace(/^-/, '');
  const keyed = connections.map((connection) => ({ connection, key: keyOf(connection, column) }));
  keyed.sort(
    (a, b) => sign * compare(a.key, b.key) || compare(a.connection.socket_id, b.connection.socket_id),
  );
  return keyed.map(({ connection }) => connection);
}

function keyOf(connection: Connection, column: string): string | number {
  const { who } = connection;
  const keys: Readonly<Record<ConnectionSort, string | number>> = {
    connected_at: connection.connected_at,
    name: (who?.name ?? who?.ticket?.reference ?? '').toLowerCase(),
    role: who?.role ?? '',
    address: connection.address,
    kind: connection.kind,
    channels: connection.channels.length,
    messages_in: connection.messages_in,
    messages_out: connection.messages_out,
    bytes_in: connection.bytes_in,
    bytes_out: connection.bytes_out,
    queued_bytes: connection.queued_bytes,
  };
  return Object.entries(keys).find(([name]) => name === column)?.[1] ?? connection.connected_at;
}

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);
