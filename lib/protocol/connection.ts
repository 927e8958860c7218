import { z } from 'zod';
import { SocketOwner } from './activity.ts';
import { isoTime } from './scalars.ts';

const amount = z.int().min(0);

/** One open socket, for an administrator. */
export const Connection = z
  .object({
    socket_id: z.string(),
    kind: z.enum(['pusher', 'plain']),
    /** Null until the socket has said who it is. */
    who: SocketOwner.nullable(),
    address: z.string(),
    channels: z.array(z.string()),
    connected_at: isoTime,
    /** Since then; what the server sends by itself counts too. */
    messages_in: amount,
    messages_out: amount,
    bytes_in: amount,
    bytes_out: amount,
    /** Bytes that the reader has not taken yet. */
    queued_bytes: amount,
    /** Its reader is behind; far enough behind, and the socket is closed. */
    slow: z.boolean(),
  })
  .meta({ id: 'Connection' });
export type Connection = z.infer<typeof Connection>;

export const CONNECTION_SORTS = [
  'connected_at',
  'name',
  'role',
  'address',
  'kind',
  'channels',
  'messages_in',
  'messages_out',
  'bytes_in',
  'bytes_out',
  'queued_bytes',
] as const;
export type ConnectionSort = (typeof CONNECTION_SORTS)[number];
