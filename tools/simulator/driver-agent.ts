import { z } from 'zod';
import { ACTIVE_STATUSES } from '#lib/domain/ticket-status.ts';
import { LocationResponse, type Fix } from '#lib/protocol/fix.ts';
import { DriverOffer } from '#lib/protocol/offer.ts';
import { one, page } from '#lib/protocol/paging.ts';
import { Ticket } from '#lib/protocol/ticket.ts';
import { openDriverFeed, type Broker, type DriverFeed } from '#tools/driver-client/driver-feed.ts';
import { createFixSender, type FixSender } from '#tools/driver-client/fix-sender.ts';
import { RestError, untilAnswered } from '#tools/driver-client/rest-client.ts';
import type { SimDriverAccount } from './accounts.ts';
import type { Act, SimDriver } from './sim-driver.ts';

/** Joins one simulated driver to the product: its phone, which speaks REST and listens to one channel. */
export interface DriverAgent {
  /** Goes on duty, opens the channel and reads what there is to do. */
  start(): Promise<void>;
  /** Drives on to now and reports where that is. */
  tick(nowMs: number): void;
  /** Reads offers and tickets over REST. */
  refresh(): Promise<void>;
  readonly fixes: Pick<FixSender, 'queued' | 'dropped' | 'sent'>;
  readonly finishedTickets: number;
  close(): void;
}

const MINE = `/tickets?status=${ACTIVE_STATUSES.join(',')}&per_page=100`;

export function createDriverAgent(
  driver: SimDriver,
  account: SimDriverAccount,
  broker: Broker | null,
  nowMs: () => number,
  signal: AbortSignal,
): DriverAgent {
  const { api, driverId } = account;
  const sender = createFixSender(
    (fixes: readonly Fix[]) => api.post('/driver/location', { fixes }, one(LocationResponse)),
    signal,
  );
  let feed: DriverFeed | null = null;
  let finishedTickets = 0;
  /** Rises with every news of the ticket in hand, so that an older answer cannot undo it. */
  let news = 0;

  const ticketIs = (ticket: Ticket): void => {
    news += 1;
    const { id: ticketId, version, status, location: place } = ticket;
    const mine = ticket.driver?.id === driverId;
    // Handed to somebody else or taken back: for this driver the ticket is over.
    driver.jobIs({ ticketId, version, status: mine ? status : 'canceled', place }, nowMs());
  };
  const offerIs = (offer: { readonly id: number; readonly status: string }): void => {
    if (offer.status === 'pending') driver.offered(offer.id, nowMs());
    else driver.offerClosed(offer.id);
  };
  const refresh = async (): Promise<void> => {
    const before = news;
    const [offers, tickets] = await Promise.all([
      api.get('/offers?status=pending', z.object({ data: z.array(DriverOffer) })),
      api.get(MINE, page(Ticket)),
    ]);
    for (const offer of offers.data) offerIs(offer);
    const [mine] = tickets.data;
    if (mine !== undefined) ticketIs(mine);
    else if (news === before) driver.jobIs(null, nowMs());
  };
  const perform = async (act: Act): Promise<void> => {
    if (act.kind === 'status') {
      const { data } = await api.post(`/tickets/${act.ticketId}/status`, { status: act.status }, one(Ticket));
      if (data.ended_at !== null) finishedTickets += 1;
      ticketIs(data);
      return;
    }
    await api.post(`/offers/${act.offerId}/${act.kind}`, {}, z.unknown());
    if (act.kind === 'accept') await refresh();
  };
  /** A refusal means that the world has changed meanwhile: look again, then go on. */
  const attempt = (act: Act): void => {
    perform(act).catch(async (error: unknown) => {
      driver.actFailed(nowMs());
      if (!(error instanceof RestError)) throw error;
      if (!error.isPassing) await refresh().catch(ignoreRefusal);
    });
  };

  return {
    fixes: sender,
    get finishedTickets() {
      return finishedTickets;
    },
    start: async () => {
      await untilAnswered(() => api.post('/driver/duty', { duty: 'on' }, z.unknown()), signal);
      await untilAnswered(refresh, signal);
      if (broker === null || signal.aborted) return;
      feed = openDriverFeed(broker, api, driverId, {
        offer: offerIs,
        ticket: ticketIs,
        subscribed: () => void refresh().catch(ignoreRefusal),
      });
    },
    tick: (now) => {
      for (const act of driver.step(now)) attempt(act);
      sender.hold(!driver.hasSignal(now));
      sender.push(driver.read(now));
    },
    refresh: () => refresh().catch(ignoreRefusal),
    close: () => feed?.close(),
  };
}

/** The next look, at the latest a minute away, sees what this one missed. */
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof RestError)) throw error;
}
