import { createRequire } from 'node:module';
import type PusherClass from 'pusher-js';
import { z } from 'zod';
import { driverChannel } from '#lib/protocol/channels.ts';
import { DriverOffer, Offer } from '#lib/protocol/offer.ts';
import { Ticket } from '#lib/protocol/ticket.ts';
import type { RestClient } from './rest-client.ts';

/** Where the Pusher-protocol broker listens and which application key it knows. */
export interface Broker {
  readonly key: string;
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

export interface DriverFeedListener {
  offer(offer: DriverOffer | Offer): void;
  ticket(ticket: Ticket): void;
  /** Subscribed, for the first time or again: what happened meanwhile must be read over REST. */
  subscribed(): void;
}

/** One driver's own channel over the Pusher protocol, as a phone app listens to it. */
export interface DriverFeed {
  close(): void;
}

const Authorized = z.object({ auth: z.string(), channel_data: z.string().optional() });

/** A dead peer is noticed after this long without traffic, and the socket opened again. */
const ACTIVITY_TIMEOUT_MS = 60_000;

export function openDriverFeed(
  broker: Broker,
  api: RestClient,
  driverId: number,
  listener: DriverFeedListener,
): DriverFeed {
  const require = createRequire(import.meta.url);
  // A CommonJS bundle without named exports: import() would give its module object twice wrapped.
  const Pusher: typeof PusherClass = require('pusher-js');
  const socket = new Pusher(broker.key, {
    cluster: '',
    wsHost: broker.host,
    wsPort: broker.port,
    wssPort: broker.port,
    forceTLS: broker.tls,
    enabledTransports: [broker.tls ? 'wss' : 'ws'],
    enableStats: false,
    activityTimeout: ACTIVITY_TIMEOUT_MS,
    channelAuthorization: {
      transport: 'ajax',
      endpoint: '',
      customHandler: ({ socketId, channelName }, callback) => {
        api
          .post('/broadcasting/auth', { socket_id: socketId, channel_name: channelName }, Authorized)
          .then(({ auth, channel_data: data }) =>
            callback(null, { auth, ...(data === undefined ? {} : { channel_data: data }) }),
          )
          .catch((error: unknown) => {
            callback(error instanceof Error ? error : new Error(String(error)), null);
            // The protocol leaves a refused subscription pending; a new connection asks again.
            socket.disconnect();
            reopen = setTimeout(() => socket.connect(), ACTIVITY_TIMEOUT_MS / 4);
          });
      },
    },
  });
  let reopen: NodeJS.Timeout | undefined;
  const channel = socket.subscribe(driverChannel(driverId));
  channel.bind('pusher:subscription_succeeded', () => listener.subscribed());
  const onOffer = (data: unknown): void => {
    const offer = z.union([DriverOffer, Offer]).safeParse(data);
    if (offer.success) listener.offer(offer.data);
  };
  channel.bind('offer.created', onOffer);
  channel.bind('offer.updated', onOffer);
  channel.bind('ticket.updated', (data: unknown) => {
    const ticket = Ticket.safeParse(data);
    if (ticket.success) listener.ticket(ticket.data);
  });
  return {
    close: () => {
      clearTimeout(reopen);
      socket.disconnect();
    },
  };
}
