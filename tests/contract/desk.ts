import { expireDue } from '#backend/commands/expire-due.ts';
import { ACTIVE_STATUSES, type TicketStatus } from '#lib/domain/ticket-status.ts';
import type { ErrorBody } from '#lib/protocol/errors.ts';
import type { Offer } from '#lib/protocol/offer.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import type { NewDriver, TestDriver, TestPerson } from '#tests/support/people.ts';
import {
  openTestBackend,
  type Answer,
  type ApiCall,
  type TestBackend,
  type TestDatabase,
} from '#tests/support/test-backend.ts';

export const PLACE = { latitude: 57.7072, longitude: 11.9668 };

/** A backend with a turned clock, a dispatcher and a customer, and short words for what tests do. */
export class Desk {
  private constructor(
    readonly backend: TestBackend,
    readonly clock: ManualClock,
    readonly dispatcher: TestPerson,
    readonly customer: TestPerson,
  ) {}

  static async open(database: TestDatabase): Promise<Desk> {
    const clock = new ManualClock();
    const backend = await openTestBackend({ database, clock });
    const dispatcher = await backend.makePerson({ role: 'dispatcher', name: 'Dina Patch' });
    const customer = await backend.makePerson({
      role: 'customer',
      name: 'Karin Bergqvist',
      phone: '+46 70 999 88 77',
    });
    return new Desk(backend, clock, dispatcher, customer);
  }

  close = (): Promise<void> => this.backend.close();

  api<T = { data: Ticket } & ErrorBody>(path: string, call: ApiCall = {}): Promise<Answer<T>> {
    return this.backend.api<T>(path, { token: this.dispatcher.token, ...call });
  }

  post<T = { data: Ticket } & ErrorBody>(
    path: string,
    body: unknown = {},
    token = this.dispatcher.token,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    return this.backend.api<T>(path, { method: 'POST', token, body, headers });
  }

  /** On duty at `PLACE` unless told otherwise. */
  driver({
    position = PLACE,
    ...driver
  }: Omit<NewDriver, 'position'> & {
    /** Null: none known. */
    readonly position?: typeof PLACE | null;
  } = {}): Promise<TestDriver> {
    return this.backend.makeDriver({ ...driver, ...(position && { position }) });
  }

  async ticket(over: Record<string, unknown> = {}): Promise<Ticket> {
    const answer = await this.post('/api/tickets', {
      service_type: 'tow',
      location: { ...PLACE, address: 'Kungsgatan 1' },
      notes: 'internal: gate code 4711',
      customer_id: this.customer.userId,
      ...over,
    });
    return must(answer, 201);
  }

  async read(id: number, token = this.dispatcher.token): Promise<Ticket> {
    return must(await this.api(`/api/tickets/${id}`, { token }), 200);
  }

  assign(id: number, driverId: number, body: object = {}, headers: Record<string, string> = {}) {
    return this.post(
      `/api/tickets/${id}/assign`,
      { driver_id: driverId, ...body },
      this.dispatcher.token,
      headers,
    );
  }

  status(id: number, status: string, token = this.dispatcher.token) {
    return this.post(`/api/tickets/${id}/status`, { status }, token);
  }

  offer(id: number, body: object = {}) {
    return this.post(`/api/tickets/${id}/offer`, body);
  }

  async pendingOffers(driver: TestDriver): Promise<Offer[]> {
    const { body } = await this.api<{ data: Offer[] }>('/api/offers?status=pending', {
      token: driver.token,
    });
    return body.data;
  }

  /** Offers the ticket to these drivers; resolves to the offers' ids in the order of the drivers. */
  async offerTo(id: number, drivers: readonly TestDriver[], expiresIn = 60): Promise<number[]> {
    const driverIds = drivers.map((driver) => driver.driverId);
    must(await this.offer(id, { strategy: 'broadcast', driver_ids: driverIds, expires_in: expiresIn }), 200);
    const ids: number[] = [];
    for (const driver of drivers) {
      const own = (await this.pendingOffers(driver)).find((offer) => offer.ticket_id === id);
      if (!own) throw new Error(`driver ${driver.driverId} got no offer`);
      ids.push(own.id);
    }
    return ids;
  }

  accept = (offerId: number, driver: TestDriver) =>
    this.post(`/api/offers/${offerId}/accept`, {}, driver.token);

  decline = (offerId: number, driver: TestDriver, body: object = {}) =>
    this.post<{ data: Offer } & ErrorBody>(`/api/offers/${offerId}/decline`, body, driver.token);

  /** A ticket brought to this state by the calls that lead there, with its driver. */
  async ticketIn(status: TicketStatus): Promise<{ ticket: Ticket; driver: TestDriver }> {
    const driver = await this.driver();
    const { id } = await this.ticket();
    for (const step of PATHS[status]) {
      if (step === 'offered') must(await this.offer(id, { driver_ids: [driver.driverId] }), 200);
      else if (step === 'assigned') must(await this.assign(id, driver.driverId), 200);
      else if (step === 'expired') await this.expireTicket();
      else must(await this.status(id, step), 200);
    }
    const ticket = await this.read(id);
    if (ticket.status !== status) throw new Error(`the ticket is ${ticket.status}, not ${status}`);
    return { ticket, driver };
  }

  async expireTicket(): Promise<void> {
    this.clock.advance(24 * 3_600_000);
    await this.expire();
  }

  /** Runs the timer's work until nothing is due, for another run may hold a ticket. */
  async expire(): Promise<void> {
    for (;;) {
      const { offeredTickets, tickets } = await expireDue(this.backend.backend);
      if (offeredTickets + tickets === 0) return;
    }
  }

  async driverNow(
    driver: TestDriver,
  ): Promise<{ status: string; current_ticket_id: number | null; version: number }> {
    const { body } = await this.api<{
      data: { status: string; current_ticket_id: number | null; version: number };
    }>(`/api/drivers/${driver.driverId}`);
    return body.data;
  }
}

const toActive = (last: (typeof ACTIVE_STATUSES)[number]): TicketStatus[] =>
  ACTIVE_STATUSES.slice(0, ACTIVE_STATUSES.indexOf(last) + 1);

/** The steps to each state. */
const PATHS: Readonly<Record<TicketStatus, readonly TicketStatus[]>> = {
  created: [],
  offered: ['offered'],
  assigned: toActive('assigned'),
  en_route: toActive('en_route'),
  on_site: toActive('on_site'),
  in_service: toActive('in_service'),
  completed: [...toActive('in_service'), 'completed'],
  unsuccessful: [...toActive('en_route'), 'unsuccessful'],
  gone_on_arrival: [...toActive('on_site'), 'gone_on_arrival'],
  canceled: ['canceled'],
  expired: ['expired'],
};

/** The data of an answer that must have succeeded; the failure names what came instead. */
export function must<T>(answer: Answer<{ data: T }>, status: number): T {
  if (answer.status !== status) {
    throw new Error(`expected ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
  return answer.body.data;
}
