import type { Locator, Page } from '@playwright/test';
import { driverChannel, FLEET_CHANNEL } from '#lib/protocol/channels.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { assignTo, freshDriver, makeTicket, step, trackingLink } from './support/jobs.ts';
import { appKeyOf, opened, plainApp, pusherApp } from './support/outside-clients.ts';
import { expect, test } from './support/story.ts';

const PLACE = { latitude: 57.7045, longitude: 11.969 };
const NOTE = 'Traffic on the bridge, about 10 minutes later.';

const connections = (admin: Page): Locator => admin.getByRole('table', { name: 'Open connections' });
const searchFor = (admin: Page, text: string) =>
  admin.getByRole('searchbox', { name: 'Search connections' }).fill(text);

test('an administrator sees a pusher-js client and a plain one live, and ends them', async ({
  stack,
  people,
}) => {
  const admin = await people.openDesk('admin');
  await admin.getByRole('button', { name: /^Account/ }).click();
  await admin.getByRole('menuitem', { name: 'Connections' }).click();
  await expect(admin.getByRole('heading', { name: 'Connections', level: 1 })).toBeVisible();

  const key = await appKeyOf(admin, () => admin.goto(`${stack.url}/dispatch`));
  await admin.goto(`${stack.url}/admin/connections`);
  const app = await pusherApp(stack, key, 'dispatcher');
  await opened(app, FLEET_CHANNEL);
  const phone = await plainApp(stack, '/ws/driver', 'driver');

  // Both appear without a reload, each with who it is and what it speaks.
  await searchFor(admin, 'dispatcher@example.test');
  const appRow = connections(admin).getByRole('row').filter({ hasText: FLEET_CHANNEL });
  await expect(appRow).toContainText('Dispatcher');
  await expect(appRow).toContainText('Pusher');
  await expect(appRow).toContainText('127.0.0.1');
  await searchFor(admin, 'driver1 plain');
  const phoneRow = connections(admin).getByRole('row').filter({ hasText: 'driver1@example.test' });
  await expect(phoneRow).toHaveCount(1);
  await expect(phoneRow).toContainText('Driver');

  // What it sends is counted while one looks.
  phone.socket.send(JSON.stringify({ type: 'ping', timestamp: 1 }));
  await expect(phoneRow.getByRole('cell').nth(6)).toContainText(/^1/);

  // Kept away for good: the plain app is told so by its close code.
  await phoneRow.getByRole('button', { name: /^Disconnect/ }).click();
  const question = admin.getByRole('dialog', { name: /^Disconnect/ });
  await question.getByRole('checkbox', { name: /Keep it from coming back/ }).check();
  await question.getByRole('button', { name: 'Disconnect' }).click();
  expect(await phone.closed).toBe(4403);
  await expect(admin.getByText('No connection matches')).toBeVisible();

  // Ended softly: pusher-js comes back by itself, as another socket.
  const before = app.connection.socket_id;
  await searchFor(admin, `dispatcher ${before}`);
  await expect(appRow).toHaveCount(1);
  await appRow.getByRole('button', { name: /^Disconnect/ }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
  await expect.poll(() => app.connection.socket_id).not.toBe(before);
  await searchFor(admin, 'dispatcher@example.test');
  await expect(appRow).toBeVisible();

  const activity = admin.getByRole('list', { name: 'Recent activity' });
  await expect(activity.getByRole('listitem').filter({ hasText: 'Disconnected' }).first()).toBeVisible();
  app.disconnect();
});

test('the connections and the health can be read on a phone', async ({ stack, browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await stack.signIn(page, 'admin');
  const phone = await plainApp(stack, '/ws/driver', 'driver2');
  await page.goto(`${stack.url}/admin/connections`);
  const row = page.getByRole('list', { name: 'Open connections' }).getByRole('listitem');
  await expect(row.filter({ hasText: 'driver2@example.test' }).first()).toBeVisible();
  phone.socket.terminate();
  await page
    .getByRole('navigation', { name: 'Administration' })
    .getByRole('link', { name: 'Health' })
    .click();
  await expect(page.getByRole('region', { name: 'Database' })).toContainText('Up');
  await expect(page.getByRole('region', { name: 'Broker' })).toContainText('Embedded');
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(390);
  await context.close();
});

test('a dispatcher is told that these pages are not theirs', async ({ stack, people }) => {
  const desk = await people.openDesk('dispatcher');
  await desk.goto(`${stack.url}/admin/connections`);
  await expect(desk.getByRole('heading', { level: 1 })).not.toHaveText('Connections');
  await expect(connections(desk)).toHaveCount(0);
});

test('a pushed note reaches desk, driver, link, a pusher-js app and a plain one at once', async ({
  stack,
  people,
}) => {
  const driverId = await freshDriver(stack, 'driver', 'on');
  const ticket = await makeTicket(stack, PLACE, 'Petra Pushed');
  await assignTo(stack, ticket.id, driverId);
  await step(stack, 'driver', ticket.id, 'en_route');
  const link = await trackingLink(stack, ticket.id);

  const desk = await people.openDesk();
  const key = await appKeyOf(desk, () => desk.goto(`${stack.url}/dispatch/tickets/${ticket.id}`));
  const phone = await people.openPhone('driver', PLACE);
  await expect(phone.getByRole('region', { name: 'Current job' })).toBeVisible();
  const holder = await people.openLink(link.url);
  for (const page of [desk, phone, holder])
    await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live');
  const app = await pusherApp(stack, key, 'driver');
  await opened(app, driverChannel(driverId));
  const notes: (string | undefined)[] = [];
  app.channel(driverChannel(driverId)).bind('ticket.updated', (data: Ticket) => {
    notes.push(data.latest_update?.note);
  });
  const plain = await plainApp(stack, `/ws/client/${ticket.id}`, 'dispatcher');

  const detail = desk.getByRole('complementary', { name: 'Details' });
  await detail.getByRole('button', { name: 'Push update…' }).click();
  const form = detail.getByRole('form', { name: 'Push a status update' });
  await form.getByRole('button', { name: 'Push to everybody' }).click();
  await expect(form.getByRole('alert')).toHaveText('Choose a status or write a note.');
  await form.getByLabel('Note for everybody').fill(NOTE);
  await form.getByRole('button', { name: 'Push to everybody' }).click();

  await expect(detail.getByRole('status', { name: 'Told everybody' })).toContainText(NOTE);
  await expect(detail.getByText('Told everybody on the ticket')).toBeVisible();
  for (const page of [phone, holder])
    await expect(page.getByRole('status', { name: 'From dispatch' })).toContainText(NOTE);
  await expect.poll(() => notes).toContain(NOTE);
  await expect
    .poll(() => plain.heard)
    .toContainEqual(expect.objectContaining({ type: 'status', orderId: ticket.id, note: NOTE }));

  // And with a step: the status moves on every page, the words come along.
  await detail.getByRole('button', { name: 'Push update…' }).click();
  await form.getByLabel('Status').selectOption({ label: 'On site' });
  await form.getByLabel('Note for everybody').fill('The van is at the side entrance.');
  await form.getByRole('button', { name: 'Push to everybody' }).click();
  await expect(holder.getByRole('heading', { name: /has arrived/ })).toBeVisible();
  for (const page of [phone, holder])
    await expect(page.getByRole('status', { name: 'From dispatch' })).toContainText('side entrance');
  await expect(phone.getByRole('button', { name: 'Start the work' })).toBeVisible();
  app.disconnect();
  plain.socket.terminate();
});
