import { CreateTicketRequest, Ticket } from '#lib/protocol/ticket.ts';
import { TrackingLink } from '#lib/protocol/tracking.ts';
import { Driver } from '#lib/protocol/driver.ts';
import { one, page as list } from '#lib/protocol/paging.ts';
import { z } from 'zod';
import { expect, test } from './support/story.ts';

const PLACE = { latitude: 57.7045, longitude: 11.969 };

test('a killed backend comes back and every open page returns to Live with the true state', async ({
  stack,
  people,
}) => {
  const dispatcher = await stack.api('dispatcher');
  const driverUser = await stack.login('driver');
  const driverApi = await stack.api('driver');
  await driverApi.send('POST', '/driver/duty', { duty: 'on' });
  const { data: ticket } = await dispatcher.post(
    '/tickets',
    CreateTicketRequest.parse({
      service_type: 'battery',
      location: { ...PLACE, address: 'Östra Hamngatan 1, Göteborg' },
      customer: { name: 'Mira Resilient', phone: '+46 70 111 22 33' },
    }),
    one(Ticket),
  );
  await dispatcher.post(
    `/tickets/${ticket.id}/assign`,
    { driver_id: driverUser.user.driver_id },
    one(Ticket),
  );
  const { data: link } = await dispatcher.post(`/tickets/${ticket.id}/tracking-links`, {}, one(TrackingLink));

  const desk = await people.openDesk();
  await desk.goto(`${stack.url}/dispatch/tickets/${ticket.id}`);
  const phone = await people.openPhone('driver', PLACE);
  const customer = await people.openLink(`${stack.url}/track/${link.token}`);
  const pages = [desk, phone, customer];
  for (const open of pages)
    await expect(open.getByRole('status', { name: 'Connection' })).toContainText('Live');

  await stack.killBackend('SIGKILL');
  for (const open of pages) {
    await expect(open.getByRole('status', { name: 'Connection' })).not.toContainText('Live', {
      timeout: 45_000,
    });
  }
  await stack.startBackend();
  for (const open of pages) {
    await expect(open.getByRole('status', { name: 'Connection' })).toContainText('Live', { timeout: 45_000 });
  }

  // Nothing acknowledged was lost: the database has the ticket with its driver.
  const { data: drivers } = await dispatcher.get('/drivers?per_page=100', list(Driver));
  expect(drivers.find(({ id }) => id === driverUser.user.driver_id)?.current_ticket_id).toBe(ticket.id);

  // What happens after the return reaches every page without a reload.
  await driverApi.post(`/tickets/${ticket.id}/status`, { status: 'en_route' }, z.unknown());
  await expect(
    desk.getByRole('list', { name: 'Tickets' }).getByRole('listitem').filter({ hasText: ticket.reference }),
  ).toContainText('En route');
  await expect(phone.getByRole('button', { name: 'I have arrived' })).toBeVisible();
  await expect(customer.getByText('On the way').first()).toBeVisible();
});
