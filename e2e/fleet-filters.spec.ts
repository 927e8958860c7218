import type { Locator, Page } from '@playwright/test';
import { Driver } from '#lib/protocol/driver.ts';
import { one, page as listOf } from '#lib/protocol/paging.ts';
import { freshDriver, makeTicket, reportFrom, teach } from './support/jobs.ts';
import { expect, test, type Place } from './support/story.ts';
import type { Stack } from '#tools/stack/stack.ts';

const HERE = { latitude: 57.7045, longitude: 11.969 };
const BESIDE = { latitude: 57.7047, longitude: 11.9695 };

const driverRows = (desk: Page): Locator =>
  desk.getByRole('list', { name: 'Drivers', exact: true }).getByRole('listitem');
const rowOf = (desk: Page, name: string): Locator => driverRows(desk).filter({ hasText: name });
const isLive = (desk: Page) => expect(desk.getByRole('status', { name: 'Connection' })).toContainText('Live');
const mapOf = (desk: Page): Locator => desk.getByRole('region', { name: 'Live map' });

/** A driver on duty at the place; their name. */
async function driverAt(stack: Stack, account: 'driver' | 'driver2', at: Place): Promise<Driver> {
  const id = await freshDriver(stack, account, 'on');
  await reportFrom(stack, account, at);
  return (await (await stack.api('dispatcher')).get(`/drivers/${id}`, one(Driver))).data;
}

/** Gives every driver the one skill, and only `able` the other too. */
async function onlyOneCan(stack: Stack, able: number): Promise<number> {
  const api = await stack.api('admin');
  const { data } = await api.get('/drivers?per_page=100', listOf(Driver));
  for (const { id } of data) {
    await teach(stack, id, id === able ? ['tow', 'lockout'] : ['tow']);
  }
  return data.length;
}

test('a skill and a word narrow the list, and the map says how many it shows', async ({ stack, people }) => {
  const able = await driverAt(stack, 'driver', HERE);
  const total = await onlyOneCan(stack, able.id);
  const desk = await people.openDesk();
  await isLive(desk);
  await desk.keyboard.press('2');
  // The list draws only the rows that fit: how many there are is said above it.
  const all = desk.getByRole('button', { name: `All ${total}`, exact: true });
  await expect(all).toBeVisible();

  await desk.getByRole('button', { name: 'Filter by duty and skills' }).click();
  await desk.getByRole('checkbox', { name: 'Lockout' }).check();
  await desk.keyboard.press('Escape');
  await expect(driverRows(desk)).toHaveCount(1);
  await expect(rowOf(desk, able.name)).toBeVisible();
  const line = desk.getByText(`Showing 1 of ${total} drivers`);
  await expect(line).toBeVisible();

  // The filter outlives the tab, and so does the sentence.
  await desk.keyboard.press('1');
  await expect(line).toBeVisible();
  await desk.keyboard.press('2');
  await expect(driverRows(desk)).toHaveCount(1);

  // Nobody is called so: list and sentence agree on nobody, and one click brings everybody back.
  await desk.keyboard.press('/');
  await expect(desk.getByRole('searchbox', { name: 'Search drivers' })).toBeFocused();
  await desk.keyboard.type('nobody at all');
  await expect(desk.getByText(`Showing 0 of ${total} drivers`)).toBeVisible();
  await expect(desk.getByText('No driver matches')).toBeVisible();
  await desk.getByRole('button', { name: 'Show all drivers' }).first().click();
  await expect(all).toBeVisible();
  await expect(desk.getByText(/^Showing/)).toBeHidden();
});

test('the queue’s words decide which tickets have a pin', async ({ stack, people }) => {
  const sought = await makeTicket(stack, HERE, 'Petra Pinned');
  const other = await makeTicket(stack, { latitude: 57.7, longitude: 11.96 }, 'Otto Other');
  const desk = await people.openDesk();
  await isLive(desk);
  const pin = (reference: string) => mapOf(desk).getByRole('button', { name: reference });
  await expect(pin(sought.reference)).toBeVisible();
  await expect(pin(other.reference)).toBeVisible();
  await desk.getByRole('searchbox', { name: 'Search tickets' }).fill('Petra Pinned');
  await expect(pin(other.reference)).toBeHidden();
  await expect(pin(sought.reference)).toBeVisible();
  await expect(desk.getByText(/^Showing 1 of \d+ open tickets$/)).toBeVisible();

  // What is looked at stays on the map, whatever the queue shows.
  await desk.goto(`${stack.url}/dispatch/tickets/${other.id}`);
  await isLive(desk);
  await desk.getByRole('searchbox', { name: 'Search tickets' }).fill('Petra Pinned');
  await expect(pin(other.reference)).toBeVisible();
  await desk.getByRole('button', { name: 'Show all open tickets' }).click();
  await expect(desk.getByRole('searchbox', { name: 'Search tickets' })).toHaveValue('');
});

/** Drags around most of the map with Shift held. */
async function drawAround(desk: Page): Promise<void> {
  const box = await mapOf(desk).boundingBox();
  if (box === null) throw new Error('The map has no place on the page.');
  const [left, top] = [box.x + 30, box.y + 160];
  const [right, bottom] = [box.x + box.width - 90, box.y + box.height - 60];
  await desk.keyboard.down('Shift');
  await desk.mouse.move(left, top);
  await desk.mouse.down();
  for (const [x, y] of [
    [right, top],
    [right, bottom],
    [left, bottom],
  ] as const)
    await desk.mouse.move(x, y, { steps: 8 });
  await desk.mouse.up();
  await desk.keyboard.up('Shift');
}

test('an outline drawn with Shift chooses the drivers within, and a ticket is offered to all of them', async ({
  stack,
  people,
}) => {
  const drivers = [await driverAt(stack, 'driver', HERE), await driverAt(stack, 'driver2', BESIDE)];
  for (const { id } of drivers) await teach(stack, id, ['tyre']);
  const ticket = await makeTicket(stack, HERE, 'Lasse Lasso');
  const desk = await people.openDesk();
  await isLive(desk);
  await desk.goto(`${stack.url}/dispatch/tickets/${ticket.id}`);
  await isLive(desk);
  await desk.getByRole('button', { name: 'Show the selection', exact: true }).click();
  await drawAround(desk);

  // Drivers of other stories may stand there too, off duty: they are chosen, and not offered anything.
  const group = desk.getByRole('region', { name: /^\d+ drivers selected$/ });
  await expect(group).toBeVisible();
  for (const { name } of drivers) await expect(group.getByRole('link', { name })).toBeVisible();
  await group.getByRole('button', { name: `Offer ${ticket.reference} to 2` }).click();
  await expect(
    desk.getByRole('complementary', { name: 'Details' }).getByText('Offered to 2 drivers').first(),
  ).toBeVisible();

  // Each opens its driver; Esc clears the selection, then the detail.
  await group.getByRole('link', { name: drivers[0]?.name ?? '' }).click();
  await expect(desk).toHaveURL(new RegExp(`/drivers/${drivers[0]?.id}$`));
  await expect(group).toBeVisible();
  await desk.keyboard.press('Escape');
  await expect(group).toBeHidden();
  await expect(desk).toHaveURL(new RegExp(`/drivers/${drivers[0]?.id}$`));
});

test('the keyboard alone chooses the same drivers, filters to them and shows them on the map', async ({
  stack,
  people,
}) => {
  const [first, second] = [await driverAt(stack, 'driver', HERE), await driverAt(stack, 'driver2', BESIDE)];
  const desk = await people.openDesk();
  await isLive(desk);
  await desk.keyboard.press('2');
  await rowOf(desk, first.name).getByRole('link').focus();
  await desk.keyboard.press('Space');
  await expect(desk.getByRole('region', { name: '1 driver selected' })).toBeVisible();
  await expect(rowOf(desk, first.name).getByRole('checkbox')).toBeChecked();
  await desk.keyboard.press('Shift+ArrowDown');
  const group = desk.getByRole('region', { name: '2 drivers selected' });
  await expect(group).toBeVisible();
  await desk.keyboard.press('Shift+ArrowUp');
  await desk.keyboard.press('Escape');
  await expect(group).toBeHidden();

  await rowOf(desk, first.name).getByRole('checkbox').click();
  await rowOf(desk, second.name).getByRole('checkbox').click();
  await group.getByRole('button', { name: 'Only these' }).click();
  await expect(driverRows(desk)).toHaveCount(2);
  await expect(desk.getByText(/^Showing 2 of \d+ drivers$/)).toBeVisible();

  // Z brings them into view: they drive off the screen, and come back at a key.
  const scale = mapOf(desk).locator('.leaflet-control-scale-line');
  const before = await scale.textContent();
  await desk.keyboard.press('z');
  await expect(scale).not.toHaveText(before ?? '');
});
