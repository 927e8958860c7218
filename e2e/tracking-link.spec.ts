import { one } from '#lib/protocol/paging.ts';
import { Ticket } from '#lib/protocol/ticket.ts';
import { assignTo, freshDriver, makeTicket, reportFrom, step, trackingLink } from './support/jobs.ts';
import { expect, test, type Place } from './support/story.ts';

const PLACE: Place = { latitude: 57.7045, longitude: 11.969 };
/** About 1.1 km away: two and a half minutes by the estimate. */
const FAR: Place = { latitude: 57.7145, longitude: 11.969 };
const NEAR: Place = { latitude: 57.7052, longitude: 11.969 };

test('a customer follows the job by the link from the first paint to the rating', async ({
  stack,
  people,
}) => {
  const driverId = await freshDriver(stack, 'driver', 'on');
  const ticket = await makeTicket(stack, PLACE, 'Alva Waiting');
  const link = await trackingLink(stack, ticket.id);
  const customer = await people.openLink(link.url);
  await expect(customer.getByRole('heading', { name: 'We are finding a driver for you.' })).toBeVisible();
  await expect(customer.getByRole('status', { name: 'Connection' })).toContainText('Live');

  await assignTo(stack, ticket.id, driverId);
  await expect(customer.getByRole('listitem').filter({ hasText: 'Driver assigned' })).toHaveAttribute(
    'aria-current',
    'step',
  );
  await expect(customer.getByRole('region', { name: 'Your driver', exact: true })).toBeVisible();

  await reportFrom(stack, 'driver', FAR);
  await step(stack, 'driver', ticket.id, 'en_route');
  await expect(customer.getByRole('heading', { name: /is \d+ min away/ })).toBeVisible();
  await expect(customer.getByText(/Arrives about .* estimated/)).toBeVisible();
  await reportFrom(stack, 'driver', NEAR);
  await expect(customer.getByRole('heading', { name: /almost there/ })).toBeVisible();

  await step(stack, 'driver', ticket.id, 'on_site');
  await expect(customer.getByRole('heading', { name: /has arrived/ })).toBeVisible();
  await expect(customer.getByRole('button', { name: 'Cancel this request' })).toHaveCount(0);
  await step(stack, 'driver', ticket.id, 'in_service');
  await step(stack, 'driver', ticket.id, 'completed');

  await expect(customer.getByRole('heading', { name: 'The job is done. Thank you.' })).toBeVisible();
  await expect(customer.getByRole('region', { name: /Map/ })).toHaveCount(0);
  await customer.getByRole('radio', { name: '4 stars' }).check({ force: true });
  await customer.getByLabel('Anything to add?').fill('Quick and kind.');
  await customer.getByRole('button', { name: 'Send rating' }).click();
  await expect(customer.getByText('Thank you. You gave 4 of 5.')).toBeVisible();
  const dispatcher = await stack.api('dispatcher');
  expect((await dispatcher.get(`/tickets/${ticket.id}`, one(Ticket))).data.rating).toBe(4);
});

test('the state can be read before and without any script', async ({ stack, browser }) => {
  const driverId = await freshDriver(stack, 'driver2', 'on');
  const ticket = await makeTicket(stack, PLACE, 'Nils Noscript');
  await assignTo(stack, ticket.id, driverId);
  const link = await trackingLink(stack, ticket.id);
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
  });
  const page = await context.newPage();
  const answer = await page.goto(link.url);
  expect(answer?.status()).toBe(200);
  expect(answer?.headers()).toMatchObject({
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex',
    'cache-control': expect.stringContaining('no-store'),
  });
  await expect(page.getByRole('heading', { name: /has your job/ })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Driver assigned' })).toBeVisible();
  await context.close();
});

test('a customer cancels by the link after a second thought, and the driver learns it', async ({
  stack,
  people,
}) => {
  const driverId = await freshDriver(stack, 'driver3', 'on');
  const ticket = await makeTicket(stack, PLACE, 'Bo Better');
  await assignTo(stack, ticket.id, driverId);
  const link = await trackingLink(stack, ticket.id);
  const phone = await people.openPhone('driver3', FAR);
  await expect(phone.getByRole('region', { name: 'Current job' })).toBeVisible();

  const customer = await people.openLink(link.url);
  await customer.getByRole('button', { name: 'Cancel this request' }).click();
  const question = customer.getByRole('dialog', { name: 'Cancel your request?' });
  await question.getByLabel('Reason').fill('It works again.');
  await question.getByRole('button', { name: 'Cancel the request' }).click();
  await expect(customer.getByRole('heading', { name: 'This job was canceled.' })).toBeVisible();
  await expect(phone.getByText(`Job ${ticket.reference} was canceled.`)).toBeVisible();
});

test('a link that is unknown or taken back answers 404 with a sentence', async ({ stack, people }) => {
  const ticket = await makeTicket(stack, PLACE, 'Rut Revoked');
  const link = await trackingLink(stack, ticket.id);
  const customer = await people.openLink(link.url);
  await expect(customer.getByRole('status', { name: 'Connection' })).toContainText('Live');

  const dispatcher = await stack.api('dispatcher');
  await dispatcher.send('DELETE', `/tracking-links/${link.id}`);
  const revoked = await customer.goto(link.url);
  expect(revoked?.status()).toBe(404);
  await expect(customer.getByText('This link was taken back.')).toBeVisible();

  const unknown = await customer.goto(`${stack.url}/track/there-never-was-such-a-link`);
  expect(unknown?.status()).toBe(404);
  await expect(customer.getByText('This link is not known.')).toBeVisible();
});

test('the token reaches no log line and no other host', async ({ stack, people, browser }) => {
  const ticket = await makeTicket(stack, PLACE, 'Pia Private');
  const link = await trackingLink(stack, ticket.id);
  const context = await browser.newContext();
  const page = await context.newPage();
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  await page.goto(link.url);
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live');
  await expect(page.getByRole('region', { name: /Map/ })).toBeVisible();
  expect([...hosts]).toEqual([new URL(stack.url).host]);
  await context.close();

  await people.openLink(`${link.url}-mistyped`);
  expect(stack.log()).not.toContain(link.token);
});
