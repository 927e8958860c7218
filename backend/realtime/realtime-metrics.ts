import { Gauge, type Registry } from 'prom-client';
import type { EventPublisher } from './event-publisher.ts';
import type { Hub } from './hub.ts';

/** What an operator watches: who is connected, and whether events get out. */
export function registerRealtimeMetrics(registry: Registry, hub: Hub, publisher: EventPublisher): void {
  new Gauge({
    name: 'callout_realtime_connections',
    help: 'Open sockets by protocol.',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      const kinds = { pusher: 0, plain: 0 };
      for (const { kind } of hub.subscribers()) kinds[kind] += 1;
      for (const [kind, count] of Object.entries(kinds)) this.set({ kind }, count);
    },
  });
  new Gauge({
    name: 'callout_realtime_channels',
    help: 'Channels with at least one subscriber.',
    registers: [registry],
    collect() {
      this.set(hub.channelCount);
    },
  });
  new Gauge({
    name: 'callout_events_published_position',
    help: 'Position of the last event that the broker took.',
    registers: [registry],
    collect() {
      this.set(publisher.head);
    },
  });
  new Gauge({
    name: 'callout_events_blocked',
    help: '1 while the broker or the database does not let events out.',
    registers: [registry],
    collect() {
      this.set(publisher.trouble === null ? 0 : 1);
    },
  });
}
