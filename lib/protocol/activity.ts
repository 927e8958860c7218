import { z } from 'zod';
import { ROLES } from '#lib/domain/vocabulary.ts';
import { id, isoTime } from './scalars.ts';

/** What happens at the sockets: a name per kind of event, the same in the log and on the wire. */
export const ACTIVITY_EVENTS = [
  /** A socket was let in. */
  'socket.opened',
  /** It is gone; `code` and `reason` say why. */
  'socket.closed',
  /** It was not let in. */
  'socket.refused',
  /** An administrator ended it. */
  'socket.disconnected',
  /** It asked for a channel in vain. */
  'channel.refused',
  /** Its right to a channel ended. */
  'channel.dropped',
  /** The door of the channels gave no signature. */
  'auth.refused',
  /** An event went out to channels. */
  'event.pushed',
] as const;
export type ActivityEvent = (typeof ACTIVITY_EVENTS)[number];

export const ACTIVITY_KINDS = ['sockets', 'refusals', 'pushes'] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** Whose socket it is: a user, or the holder of a tracking link, who has no name. */
export const SocketOwner = z.object({
  user_id: id.nullable(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  role: z.enum([...ROLES, 'link']),
  link_id: id.nullable(),
  /** Of a link: the ticket that it shows. */
  ticket: z.object({ id, reference: z.string() }).nullable(),
});
export type SocketOwner = z.infer<typeof SocketOwner>;

export const ActivityEntry = z
  .object({
    /** Rises with time; starts anew with the process. */
    id: z.int().positive(),
    at: isoTime,
    event: z.enum(ACTIVITY_EVENTS),
    socket_id: z.string().nullable(),
    kind: z.enum(['pusher', 'plain']).nullable(),
    who: SocketOwner.nullable(),
    address: z.string().nullable(),
    channels: z.array(z.string()),
    /** Of a push: the event's name. */
    name: z.string().nullable(),
    /** A close code, or the word of a refusal. */
    code: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'ActivityEntry' });
export type ActivityEntry = z.infer<typeof ActivityEntry>;
