import { z } from 'zod';

/** What clients may say, decoded once. `data` may be JSON text as well as a value, as Reverb takes it. */

const fromText = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    // Not JSON: the schema behind this refuses the text as it is.
    return value;
  }
};
const data = <T extends z.ZodType>(schema: T) => z.preprocess(fromText, schema);

const Subscribe = z.object({
  event: z.literal('pusher:subscribe'),
  data: data(
    z.object({
      channel: z.string(),
      auth: z.string().nullish(),
      channel_data: z.string().nullish(),
    }),
  ),
});
const Unsubscribe = z.object({
  event: z.literal('pusher:unsubscribe'),
  data: data(z.object({ channel: z.string() })),
});
const Signin = z.object({
  event: z.literal('pusher:signin'),
  data: data(z.object({ auth: z.string(), user_data: z.string() })),
});
const Ping = z.object({ event: z.literal('pusher:ping') });
const Pong = z.object({ event: z.literal('pusher:pong') });
const ProtocolMessage = z.discriminatedUnion('event', [Subscribe, Unsubscribe, Signin, Ping, Pong]);

const ClientEvent = z.object({
  event: z.string().startsWith('client-').max(200),
  channel: z.string(),
  data: z.unknown(),
});

export type PusherMessage =
  | z.infer<typeof ProtocolMessage>
  | { readonly event: 'client'; readonly name: string; readonly channel: string; readonly data: unknown };

/** @returns undefined for anything that is no message of the protocol */
export function decodePusherMessage(text: string): PusherMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const client = ClientEvent.safeParse(value);
  if (client.success)
    return {
      event: 'client',
      name: client.data.event,
      channel: client.data.channel,
      data: client.data.data ?? null,
    };
  const message = ProtocolMessage.safeParse(value);
  return message.success ? message.data : undefined;
}

/** `channel_data` of a presence subscription. */
export const ChannelData = data(
  z.object({
    user_id: z.union([z.string().min(1).max(128), z.number()]),
    user_info: z.unknown().optional(),
  }),
);

/** `user_data` of a sign-in. */
export const UserData = data(z.object({ id: z.union([z.string().min(1).max(128), z.number()]) }));
