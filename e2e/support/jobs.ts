import { z } from 'zod';
import { SERVICE_TYPES, type ServiceType } from '#lib/domain/vocabulary.ts';
import { Driver } from '#lib/protocol/driver.ts';
import { one } from '#lib/protocol/paging.ts';
import { CreateTicketRequest, Ticket } from '#lib/protocol/ticket.ts';
import { TrackingLink } from '#lib/protocol/tracking.ts';
import type { Account, Stack } from '#tools/stack/stack.ts';
import type { Place } from './story.ts';

/** What a story needs to have happened before it begins, done over the public API. */

/** Makes a ticket of its own for a story: its customer's name tells whose it is. */
export async function makeTicket(stack: Stack, at: Place, customerName: string): Promise<Ticket> {
  const dispatcher = await stack.api('dispatcher');
  const { data } = await dispatcher.post(
    '/tickets',
    CreateTicketRequest.parse({
      service_type: 'tyre',
      location: { ...at, address: 'Kungsportsplatsen 1, Göteborg' },
      notes: 'Grey Volvo beside the fountain.',
      customer: { name: customerName, phone: '+46 70 123 45 67' },
    }),
    one(Ticket),
  );
  return data;
}

/** The driver's id, with nothing left over from an earlier story: no job, every skill, on or off duty as wanted. */
export async function freshDriver(
  stack: Stack,
  account: Extract<Account, 'driver' | 'driver2' | 'driver3'>,
  duty: 'on' | 'off',
): Promise<number> {
  const driver = await stack.api(account);
  const dispatcher = await stack.api('dispatcher');
  const { user } = await stack.login(account);
  if (user.driver_id === null) throw new Error(`${account} has no driver profile.`);
  const { data } = await dispatcher.get(`/drivers/${user.driver_id}`, one(Driver));
  if (data.current_ticket_id !== null) {
    await dispatcher.post(`/tickets/${data.current_ticket_id}/cancel`, { reason: 'Story over' }, z.unknown());
  }
  await teach(stack, user.driver_id, SERVICE_TYPES);
  await driver.post('/driver/duty', { duty }, z.unknown());
  return user.driver_id;
}

/** The services that the driver can do from now on. */
export async function teach(stack: Stack, driverId: number, skills: readonly ServiceType[]): Promise<void> {
  const admin = await stack.api('admin');
  await admin.patch(`/drivers/${driverId}`, { skills }, z.unknown());
}

export async function offerTo(
  stack: Stack,
  ticketId: number,
  driverIds: readonly number[],
  expiresInSeconds = 60,
): Promise<void> {
  const dispatcher = await stack.api('dispatcher');
  await dispatcher.post(
    `/tickets/${ticketId}/offer`,
    { driver_ids: driverIds, expires_in: expiresInSeconds },
    z.unknown(),
  );
}

export async function assignTo(stack: Stack, ticketId: number, driverId: number): Promise<void> {
  const dispatcher = await stack.api('dispatcher');
  await dispatcher.post(`/tickets/${ticketId}/assign`, { driver_id: driverId }, z.unknown());
}

/** The ticket's driver takes a step, as the console would. */
export async function step(
  stack: Stack,
  account: Account,
  ticketId: number,
  status: Ticket['status'],
): Promise<void> {
  const driver = await stack.api(account);
  await driver.post(`/tickets/${ticketId}/status`, { status }, z.unknown());
}

/** A fix of that driver, recorded now. */
export async function reportFrom(stack: Stack, account: Account, at: Place): Promise<void> {
  const driver = await stack.api(account);
  await driver.post(
    '/driver/location',
    { ...at, accuracy: 8, recorded_at: new Date().toISOString() },
    z.unknown(),
  );
}

export async function trackingLink(
  stack: Stack,
  ticketId: number,
): Promise<{ id: number; token: string; url: string }> {
  const dispatcher = await stack.api('dispatcher');
  const { data } = await dispatcher.post(`/tickets/${ticketId}/tracking-links`, {}, one(TrackingLink));
  if (data.token === undefined) throw new Error('The creating answer holds no token.');
  return { id: data.id, token: data.token, url: `${stack.url}/track/${data.token}` };
}
