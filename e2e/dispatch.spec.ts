import type { Locator, Page } from '@playwright/test';
import { Driver } from '#lib/protocol/driver.ts';
import { one, page as list } from '#lib/protocol/paging.ts';
import { Ticket } from '#lib/protocol/ticket.ts';
import { freshDriver, makeTicket, reportFrom } from './support/jobs.ts';
import { expect, test } from './support/story.ts';

const PLACE = { latitude: 57.7045, longitude: 11.969 };
const NEARBY = { latitude: 57.7065, longitude: 11.9705 };

const detailOf = (desk: Page): Locator => desk.getByRole('complementary', { name: 'Details' });
const rowOf = (desk: Page, reference: string): Locator =>
  desk.getByRole('list', { name: 'Tickets' }).getByRole('listitem').filter({ hasText: reference });
const isLive = (desk: Page) => expect(desk.getByRole('status', { name: 'Connection' })).toContainText('Live');

test('two dispatchers assign the same ticket at once and one is told who has it', async ({
  stack,
  people,
}) => {
  const api = await stack.api('dispatcher');
  const names: string[] = [];
  for (const account of ['driver', 'driver2'] as const) {
    const id = await freshDriver(stack, account, 'on');
    await reportFrom(stack, account, NEARBY);
    names.push((await api.get(`/drivers/${id}`, one(Driver))).data.name);
  }
  const ticket = await makeTicket(stack, PLACE, 'Rasmus Race');
  const desks = [await people.openDesk('dispatcher'), await people.openDesk('admin')];
  for (const desk of desks) {
    await isLive(desk);
    await rowOf(desk, ticket.reference).click();
    await expect(desk).toHaveURL(new RegExp(`/dispatch/tickets/${ticket.id}$`));
    // At once: the address says which ticket is meant, before its detail is shown.
    await desk.keyboard.press('a');
    await expect(desk.getByRole('combobox', { name: 'Find a driver' })).toBeFocused();
  }

  await Promise.all(
    desks.map((desk, index) => desk.getByRole('option', { name: new RegExp(`^${names[index]}`) }).click()),
  );

  await expect(async () => {
    const alerts = await Promise.all(
      desks.map((desk) => detailOf(desk).getByRole('alert').filter({ hasText: 'Not assigned' }).count()),
    );
    expect(alerts.reduce((sum, count) => sum + count, 0)).toBe(1);
  }).toPass();
  const { data: now } = await api.get(`/tickets/${ticket.id}`, one(Ticket));
  const holder = now.driver?.name ?? 'nobody';
  expect(names).toContain(holder);
  const loser = desks[names.indexOf(holder) === 0 ? 1 : 0];
  const winner = desks[names.indexOf(holder)];
  if (loser === undefined || winner === undefined) throw new Error('Neither desk lost.');
  await expect(detailOf(loser).getByRole('alert')).toContainText(`${holder} already has this ticket.`);
  await expect(detailOf(loser).getByRole('alert')).toContainText('The ticket is now: Assigned.');
  for (const desk of desks) await expect(rowOf(desk, ticket.reference)).toContainText(holder);

  // The winner sees it in the timeline without a reload.
  await expect(detailOf(winner).getByText(`Assigned it to ${holder}`)).toBeVisible();
});

test('a ticket typed by keyboard alone outlives a lost network and becomes one ticket', async ({
  stack,
  people,
}) => {
  const desk = await people.openDesk();
  await isLive(desk);
  await desk.keyboard.press('n');
  const form = desk.getByRole('dialog', { name: 'New ticket' });
  await expect(form.getByLabel('Customer')).toBeFocused();

  // What is missing is said at each field, and the first of them gets the focus.
  await desk.keyboard.press('Control+Enter');
  await expect(form.getByText('Who needs help? Type a name.')).toBeVisible();
  await expect(form.getByText('Choose what is needed.')).toBeVisible();
  await expect(form.getByLabel('Customer')).toBeFocused();

  await desk.keyboard.type('Kim Keyboard');
  await desk.keyboard.press('Tab');
  await desk.keyboard.type('+46 70 555 66 77');
  await desk.keyboard.press('Tab');
  await desk.keyboard.type('Tow');
  await desk.keyboard.press('Tab');
  await desk.keyboard.press('Tab');
  await desk.keyboard.type('57.70450, 191');
  await desk.keyboard.press('Control+Enter');
  await expect(form.getByText('Latitude goes from −90 to 90, longitude from −180 to 180.')).toBeVisible();
  await expect(form.getByLabel('Location')).toBeFocused();
  await form.getByLabel('Location').fill('57.70450, 11.96900');

  await desk.context().setOffline(true);
  await desk.keyboard.press('Control+Enter');
  await expect(form.getByRole('alert').filter({ hasText: 'What you typed is kept.' })).toBeVisible();
  // Closing the form loses nothing either.
  await desk.keyboard.press('Escape');
  await expect(form).toBeHidden();
  await desk.keyboard.press('Escape');
  await desk.getByRole('button', { name: 'New ticket' }).click();
  await expect(form.getByLabel('Customer')).toHaveValue('Kim Keyboard');

  await desk.context().setOffline(false);
  await form.getByLabel('Customer').focus();
  await desk.keyboard.press('Control+Enter');
  await expect(detailOf(desk).getByText('Kim Keyboard')).toBeVisible();
  const api = await stack.api('dispatcher');
  const { data } = await api.get('/tickets?search=Kim%20Keyboard', list(Ticket));
  expect(data).toHaveLength(1);
  expect(data[0]).toMatchObject({ service_type: 'tow', location: PLACE });
});

test('keys, palette and address lead to the same places', async ({ stack, people }) => {
  const first = await makeTicket(stack, PLACE, 'Ada Address');
  const desk = await people.openDesk();
  await isLive(desk);

  // The palette finds it by the customer's name.
  await desk.keyboard.press('Control+k');
  await desk.getByRole('dialog', { name: 'Find or do' }).getByRole('combobox').fill('Ada Address');
  await desk.keyboard.press('Enter');
  await expect(desk).toHaveURL(new RegExp(`/dispatch/tickets/${first.id}$`));
  await expect(detailOf(desk).getByRole('heading', { name: first.reference })).toBeVisible();

  // J goes on in the queue; Back and Esc lead back; the map was never built anew.
  const map = desk.getByRole('region', { name: 'Live map' });
  await map.evaluate((element) => element.setAttribute('data-same-map', 'yes'));
  const elsewhere = await makeTicket(stack, PLACE, 'Bea Below');
  await expect(rowOf(desk, elsewhere.reference)).toBeVisible();
  await desk.keyboard.press('j');
  await expect(desk).not.toHaveURL(new RegExp(`/tickets/${first.id}$`));
  await desk.keyboard.press('k');
  await expect(desk).toHaveURL(new RegExp(`/tickets/${first.id}$`));
  await desk.keyboard.press('Escape');
  await expect(desk).toHaveURL(/\/dispatch$/);
  await expect(detailOf(desk)).toBeHidden();
  await desk.goBack();
  await expect(detailOf(desk).getByRole('heading', { name: first.reference })).toBeVisible();
  await expect(map).toHaveAttribute('data-same-map', 'yes');

  // The address alone is enough; one that nobody knows says so.
  await desk.reload();
  await expect(detailOf(desk).getByText('Ada Address')).toBeVisible();
  const answer = await desk.goto(`${stack.url}/dispatch/tickets/999999999`);
  expect(answer?.status()).toBe(404);
  await expect(detailOf(desk).getByText('There is no such ticket').first()).toBeVisible();
});

test('an edit of a ticket that somebody changed meanwhile shows their change and keeps the text', async ({
  stack,
  people,
}) => {
  const ticket = await makeTicket(stack, PLACE, 'Edda Edit');
  const desk = await people.openDesk();
  await isLive(desk);
  await desk.goto(`${stack.url}/dispatch/tickets/${ticket.id}`);
  await detailOf(desk).getByRole('button', { name: 'Edit' }).click();
  const form = desk.getByRole('form', { name: `Edit ${ticket.reference}` });
  await form.getByLabel('Notes for the driver').fill('Blue Volvo, at the back.');

  const api = await stack.api('admin');
  const changed = await fetch(`${stack.url}/api/tickets/${ticket.id}`, {
    method: 'PATCH',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${(await stack.login('admin')).token}`,
      'if-match': `"${ticket.version}"`,
    },
    body: JSON.stringify({ priority: 'urgent' }),
  });
  expect(changed.status).toBe(200);

  await form.getByRole('button', { name: 'Save changes' }).click();
  const notice = form.getByRole('alert');
  await expect(notice).toContainText('Somebody changed this ticket meanwhile');
  await expect(notice).toContainText('Changed: priority.');
  await expect(form.getByLabel('Notes for the driver')).toHaveValue('Blue Volvo, at the back.');
  await expect(form.getByLabel('Priority')).toHaveValue('urgent');
  await form.getByRole('button', { name: 'Save changes' }).click();
  await expect(form).toBeHidden();
  await expect(detailOf(desk).getByText('Blue Volvo, at the back.')).toBeVisible();
  const { data: now } = await api.get(`/tickets/${ticket.id}`, one(Ticket));
  expect(now).toMatchObject({ priority: 'urgent', notes: 'Blue Volvo, at the back.' });
});
