import { z } from 'zod';
import { Driver } from '#lib/protocol/driver.ts';
import { page } from '#lib/protocol/paging.ts';
import { Ticket } from '#lib/protocol/ticket.ts';
import { RestError, type RestClient } from '#tools/driver-client/rest-client.ts';
import type { Random } from './random.ts';

/** A simulated dispatcher: offers the simulated customers' waiting tickets, after a human while. */
export interface DispatcherAgent {
  /** Looks at the queue and offers what has waited long enough. */
  look(nowMs: number): Promise<void>;
}

const READS_FOR_MS = [15_000, 40_000] as const;
/** Nobody was free, or somebody else was at it: looked at again after this. */
const LOOKS_AGAIN_MS = [15_000, 30_000] as const;

export function createDispatcherAgent(
  api: RestClient,
  customerIds: ReadonlySet<number>,
  driverIds: ReadonlySet<number>,
  random: Random,
): DispatcherAgent {
  /** Ticket → when it is offered; holds the tickets of the last look only. */
  let plan = new Map<number, number>();

  const offer = async (ticketId: number): Promise<void> => {
    try {
      // Drivers who are people wait for a person's offer.
      const { data } = await api.get('/drivers?status=available&per_page=100', page(Driver));
      const free = data.map(({ id }) => id).filter((id) => driverIds.has(id));
      if (free.length === 0) return;
      const request = { strategy: 'nearest', driver_ids: free };
      await api.post(`/tickets/${ticketId}/offer`, request, z.unknown());
    } catch (error) {
      if (!(error instanceof RestError)) throw error; // refused: the ticket is looked at again
    }
  };
  return {
    look: async (nowMs) => {
      let waiting: Ticket[];
      try {
        const list = await api.get('/tickets?status=created&per_page=100&sort=created_at', page(Ticket));
        waiting = list.data.filter((ticket) => customerIds.has(ticket.customer.id));
      } catch (error) {
        if (error instanceof RestError) return; // the backend is away: the next look finds it back
        throw error;
      }
      const next = new Map<number, number>();
      for (const { id } of waiting) {
        const dueMs = plan.get(id) ?? nowMs + random.between(...READS_FOR_MS);
        if (nowMs < dueMs) {
          next.set(id, dueMs);
          continue;
        }
        await offer(id);
        next.set(id, nowMs + random.between(...LOOKS_AGAIN_MS));
      }
      plan = next;
    },
  };
}
