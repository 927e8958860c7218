import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Pool } from 'pg';

/** The process's own registry; realtime adds its gauges to it. */
export interface Metrics {
  readonly registry: Registry;
  readonly requestSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly fixes: Counter<'result'>;
  /** What desks say that they dropped. */
  readonly deskDrops: Counter<'kind'>;
}

export function createMetrics(pool: Pool): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'callout_database_connections',
    help: 'Connections of the pool by state.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      this.set({ state: 'open' }, pool.totalCount);
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'waiting' }, pool.waitingCount);
    },
  });
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'callout_http_request_seconds',
      help: 'Time to answer a request.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [registry],
    }),
    fixes: new Counter({
      name: 'callout_fixes_total',
      help: 'Fixes of drivers by what became of them.',
      labelNames: ['result'],
      registers: [registry],
    }),
    deskDrops: new Counter({
      name: 'callout_desk_drops_total',
      help: 'What desks dropped of their live events, by what it was.',
      labelNames: ['kind'],
      registers: [registry],
    }),
  };
}
