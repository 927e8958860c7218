import { Ticket } from '#lib/protocol/ticket.ts';
import { Driver } from '#lib/protocol/driver.ts';
import { one } from '#lib/protocol/paging.ts';
import { freshDriver } from './support/jobs.ts';
import { moveTo, recordedDrive, waypoints } from './support/recorded-drive.ts';
import { expect, test } from './support/story.ts';

test('from a call to its end: dispatcher, driver and customer see the same job, live', async ({
  stack,
  people,
}) => {
  const drive = waypoints(recordedDrive(), 12);
  const [start, second] = drive;
  if (start === undefined || second === undefined) throw new Error('The recording is too short.');
  const driverId = await freshDriver(stack, 'driver', 'off');
  for (const other of ['driver2', 'driver3'] as const) await freshDriver(stack, other, 'off');
  const api = await stack.api('dispatcher');
  const { data: driver } = await api.get(`/drivers/${driverId}`, one(Driver));

  const desk = await people.openDesk();
  const phone = await people.openPhone('driver', start);
  await expect(desk.getByRole('status', { name: 'Connection' })).toContainText('Live');
  await expect(desk.getByRole('region', { name: 'Live map' })).toBeVisible();

  // The driver comes on duty; the dispatcher sees the vehicle move.
  await phone.getByRole('button', { name: 'Go on duty' }).click();
  await expect(phone.getByText('Waiting for an offer')).toBeVisible();
  await desk.getByRole('tab', { name: /^Drivers/ }).click();
  await desk.getByRole('list', { name: 'Drivers' }).getByRole('link', { name: driver.name }).click();
  const detail = desk.getByRole('complementary', { name: 'Details' });
  const latitudeShown = async () =>
    Number.parseFloat((await detail.getByText(/^57\.\d{5}, \d{2}\.\d{5}$/).textContent()) ?? '');
  await expect.poll(latitudeShown).toBeCloseTo(start.latitude, 4);
  await moveTo(phone, second);
  await expect.poll(latitudeShown).toBeCloseTo(second.latitude, 4);

  // A call comes in: the place is clicked on the map.
  await desk.getByRole('button', { name: 'New ticket' }).click();
  const form = desk.getByRole('dialog', { name: 'New ticket' });
  await form.getByLabel('Customer').fill('Nora Loop');
  await form.getByLabel('Phone').fill('+46 70 222 33 44');
  await form.getByLabel('Service').selectOption({ label: 'Battery' });
  await desk.getByRole('region', { name: 'Live map' }).click({ position: { x: 320, y: 420 } });
  await expect(form.getByLabel('Location')).toHaveValue(/^57\.\d+, ?1[12]\.\d+$/);
  await form.getByLabel('Address or landmark').fill('Östra Hamngatan 1');
  await form.getByRole('button', { name: 'Create ticket' }).click();
  await expect(detail.getByRole('button', { name: /^Offer/ })).toBeVisible();
  const ticketId = Number(new URL(desk.url()).pathname.split('/').at(-1));
  const { data: ticket } = await api.get(`/tickets/${ticketId}`, one(Ticket));
  await desk.getByRole('tab', { name: /^Tickets/ }).click();
  const row = desk
    .getByRole('list', { name: 'Tickets' })
    .getByRole('listitem')
    .filter({ hasText: ticket.reference });
  await expect(row).toBeVisible();

  // Offered to the nearest driver, who accepts within the countdown.
  await detail.getByRole('button', { name: /^Offer/ }).click();
  await desk.getByRole('option', { name: /^Nearest available driver/ }).click();
  const offer = phone.getByRole('dialog', { name: 'New offer' });
  await expect(offer.getByText('Östra Hamngatan 1')).toBeVisible();
  await expect(offer.getByRole('timer')).toBeVisible();
  await offer.getByRole('button', { name: 'Accept' }).click();
  await expect(row).toContainText('Assigned');
  await expect(row).toContainText(driver.name);

  // The customer gets a link and needs no account.
  await detail.getByRole('button', { name: 'Make a link' }).click();
  const link = await detail.getByRole('textbox', { name: 'Customer link' }).inputValue();
  const customer = await people.openLink(link);
  await expect(customer.getByRole('status', { name: 'Connection' })).toContainText('Live');
  const progress = customer.getByRole('list', { name: 'Progress' });
  await expect(progress.getByRole('listitem').filter({ hasText: 'Driver assigned' })).toBeVisible();

  // The drive, as it was recorded; the customer and the desk follow.
  const job = phone.getByRole('region', { name: 'Current job' });
  await job.getByRole('button', { name: 'Start driving' }).click();
  await expect(row).toContainText('En route');
  await expect(customer.getByText(/min away|almost there/).first()).toBeVisible();
  for (const point of drive.slice(2)) {
    await moveTo(phone, point);
    await expect
      .poll(async () => (await api.get(`/drivers/${driverId}`, one(Driver))).data.position?.latitude ?? 0)
      .toBeCloseTo(point.latitude, 5);
  }
  await job.getByRole('button', { name: 'I have arrived' }).click();
  await expect(row).toContainText('On site');
  await expect(customer.locator('[aria-current="step"]')).toContainText('Arrived');
  await job.getByRole('button', { name: 'Start the work' }).click();
  await expect(customer.locator('[aria-current="step"]')).toContainText('Working');
  await job.getByRole('button', { name: 'Complete the job' }).click();

  // It ends for everybody, without a reload.
  await expect(phone.getByText(`Job ${ticket.reference} is completed.`)).toBeVisible();
  await expect(customer.getByText('Done').first()).toBeVisible();
  await expect(detail.getByText('Completed').first()).toBeVisible();
  for (const sentence of [
    'Created the ticket',
    'Set the status to en route',
    'Set the status to completed',
  ]) {
    await expect(detail.getByText(sentence).first()).toBeVisible();
  }
  await expect(row).toHaveCount(0);
});
