import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import { MAX_EVENT_BYTES } from '#lib/protocol/events.ts';
import { createSeededFleet, TURNS_PER_SECOND } from './pages/seeded-fleet.ts';

const Asked = z.object({ event: z.string(), data: z.unknown() });
const Subscribe = z.object({ channel: z.string() });

/** Sends the whole fleet once a second to whoever subscribes, in the Pusher protocol. */
export interface FleetBroker {
  close(): Promise<void>;
}

/**
 * The frames are those of the product's backend, a tenth of a second's in one write as its hub does it; what
 * costs a backend its time is left out, because the page is what is measured and the machine has few cores.
 */
export function startFleetBroker(server: Server, vehicles: number): FleetBroker {
  const fleet = createSeededFleet(vehicles);
  const subscribers = new Map<WebSocket, { readonly channel: string; readonly line: Socket }>();
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on('connection', (socket, { socket: line }) => {
    const tell = (event: string, data: unknown, channel?: string): void =>
      socket.send(JSON.stringify({ event, data: JSON.stringify(data), channel }));
    tell('pusher:connection_established', { socket_id: '1.1', activity_timeout: 120 });
    socket.on('close', () => subscribers.delete(socket));
    socket.on('message', (message) => {
      if (!Buffer.isBuffer(message)) return;
      const { event, data } = Asked.parse(JSON.parse(message.toString()));
      if (event === 'pusher:ping') tell('pusher:pong', {});
      if (event !== 'pusher:subscribe') return;
      const { channel } = Subscribe.parse(data);
      subscribers.set(socket, { channel, line });
      tell('pusher_internal:subscription_succeeded', {}, channel);
    });
  });

  const beganMs = performance.now();
  let turn = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - beganMs) / 1_000) * TURNS_PER_SECOND);
    for (; turn < due; turn += 1) {
      const events = fleet.eventsOf(turn, Date.now()).map((event) => JSON.stringify(event));
      if (events.some((data) => data.length >= MAX_EVENT_BYTES)) throw new Error('An event is too long.');
      for (const [socket, { channel, line }] of subscribers) {
        line.cork();
        for (const data of events) socket.send(JSON.stringify({ event: 'driver.locations', data, channel }));
        line.uncork();
      }
    }
  }, 1_000 / TURNS_PER_SECOND);

  return {
    close: async () => {
      clearInterval(timer);
      for (const socket of sockets.clients) socket.terminate();
      await new Promise((closed) => sockets.close(closed));
    },
  };
}
