import { z } from 'zod';
import { Driver } from '#lib/protocol/driver.ts';
import { one, page as list } from '#lib/protocol/paging.ts';
import { Ticket, TrackPoint } from '#lib/protocol/ticket.ts';
import type { Stack } from '#tools/stack/stack.ts';
import { assignTo, freshDriver, makeTicket, offerTo } from './support/jobs.ts';
import { moveTo, recordedDrive, waypoints } from './support/recorded-drive.ts';
import { expect, test, type Place } from './support/story.ts';

const PLACE: Place = { latitude: 57.7045, longitude: 11.969 };
const START: Place = { latitude: 57.7072, longitude: 11.9668 };

/** A point so many metres north of the start: each is a fix of its own. */
const northOf = (metres: number): Place => ({ ...START, latitude: START.latitude + metres / 111_195 });

test('a driver goes on duty, accepts an offer, drives, arrives and completes the job', async ({
  stack,
  people,
}) => {
  const driverId = await freshDriver(stack, 'driver', 'off');
  const ticket = await makeTicket(stack, PLACE, 'Ines Puncture');
  const phone = await people.openPhone('driver', START);

  await expect(phone.getByText('You are off duty')).toBeVisible();
  await phone.getByRole('button', { name: 'Go on duty' }).click();
  await expect(phone.getByText('Waiting for an offer')).toBeVisible();
  await expect(phone.getByText(/Position is being sent/)).toBeVisible();

  await offerTo(stack, ticket.id, [driverId]);
  const offer = phone.getByRole('dialog', { name: 'New offer' });
  await expect(offer.getByText('Kungsportsplatsen 1, Göteborg')).toBeVisible();
  await expect(offer.getByRole('timer')).toBeVisible();
  // No phone number before the job is the driver's.
  await expect(offer.getByText('+46 70 123 45 67')).toHaveCount(0);
  await offer.getByRole('button', { name: 'Accept' }).click();

  const job = phone.getByRole('region', { name: 'Current job' });
  await expect(job.getByRole('link', { name: 'Call Ines Puncture' })).toHaveAttribute(
    'href',
    'tel:+46701234567',
  );
  await expect(job.getByRole('link', { name: 'Navigate' })).toBeVisible();

  await job.getByRole('button', { name: 'Start driving' }).click();
  await expect(job.getByRole('button', { name: 'I have arrived' })).toBeVisible();
  for (const point of waypoints(recordedDrive(), 4)) {
    await moveTo(phone, point);
    await expect
      .poll(async () => (await positionOf(stack, driverId))?.latitude ?? 0)
      .toBeCloseTo(point.latitude, 6);
  }
  await job.getByRole('button', { name: 'I have arrived' }).click();
  await job.getByRole('button', { name: 'Start the work' }).click();
  await job.getByRole('button', { name: 'Complete the job' }).click();

  await expect(phone.getByText(`Job ${ticket.reference} is completed.`)).toBeVisible();
  await expect(phone.getByText('Waiting for an offer')).toBeVisible();
  const dispatcher = await stack.api('dispatcher');
  expect((await dispatcher.get(`/tickets/${ticket.id}`, one(Ticket))).data.status).toBe('completed');
});

test('a driver is told plainly that an offer went to somebody else or ran out', async ({ stack, people }) => {
  const [mine, other] = [await freshDriver(stack, 'driver', 'on'), await freshDriver(stack, 'driver2', 'on')];
  const phone = await people.openPhone('driver', START);
  await expect(phone.getByRole('status', { name: 'Connection' })).toContainText('Live');

  const taken = await makeTicket(stack, PLACE, 'Tove Taken');
  await offerTo(stack, taken.id, [mine, other]);
  await expect(phone.getByRole('dialog', { name: 'New offer' })).toBeVisible();
  const quicker = await stack.api('driver2');
  const { data: offers } = await quicker.get(
    '/offers?status=pending',
    z.object({ data: z.array(z.object({ id: z.number(), ticket_id: z.number() })) }),
  );
  const won = offers.find((offer) => offer.ticket_id === taken.id);
  await quicker.post(`/offers/${won?.id}/accept`, {}, z.unknown());
  const gone = phone.getByRole('dialog', { name: 'This offer is gone' });
  await expect(gone).toBeVisible();
  await gone.getByRole('button', { name: 'OK' }).click();

  const late = await makeTicket(stack, PLACE, 'Lars Late');
  await offerTo(stack, late.id, [mine], 5);
  await expect(phone.getByRole('dialog', { name: 'New offer' })).toBeVisible();
  const expired = phone.getByRole('dialog', { name: 'This offer ran out' });
  await expect(expired).toBeVisible();
  await expired.getByRole('button', { name: 'OK' }).click();
  await expect(phone.getByText('Waiting for an offer')).toBeVisible();
});

test('positions read without a network are kept over a reload and arrive later', async ({
  stack,
  people,
}) => {
  const driverId = await freshDriver(stack, 'driver3', 'on');
  const ticket = await makeTicket(stack, PLACE, 'Olle Offline');
  await assignTo(stack, ticket.id, driverId);
  const phone = await people.openPhone('driver3', START);
  await expect(phone.getByText(/Position is being sent/)).toBeVisible();
  await phone.evaluate(async () => void (await navigator.serviceWorker.ready));
  await expect.poll(async () => (await positionOf(stack, driverId))?.latitude).toBe(START.latitude);

  await phone.context().setOffline(true);
  await phone.context().setGeolocation({ ...northOf(300), accuracy: 6 });
  await expect(phone.getByText('1 position waiting to be sent')).toBeVisible();
  await phone.context().setGeolocation({ ...northOf(340), accuracy: 6 });
  await expect(phone.getByText('2 positions waiting to be sent')).toBeVisible();

  await phone.reload();
  await expect(phone.getByRole('heading', { name: 'You are offline' })).toBeVisible();
  await phone.context().setOffline(false);
  await phone.getByRole('link', { name: 'Try again' }).click();
  await expect(phone.getByRole('region', { name: 'Current job' })).toBeVisible();

  const dispatcher = await stack.api('dispatcher');
  await expect
    .poll(async () => {
      const track = await dispatcher.get(`/tickets/${ticket.id}/track?per_page=100`, list(TrackPoint));
      return track.data.map((point) => Math.round((point.latitude - START.latitude) * 111_195));
    })
    .toEqual(expect.arrayContaining([300, 340]));
});

test('a step that does not come through stays visible and is tried again by the driver', async ({
  stack,
  people,
}) => {
  const driverId = await freshDriver(stack, 'driver2', 'on');
  const ticket = await makeTicket(stack, PLACE, 'Siv Stuck');
  await assignTo(stack, ticket.id, driverId);
  const phone = await people.openPhone('driver2', START);
  await expect(phone.getByRole('button', { name: 'Start driving' })).toBeVisible();

  await phone.context().setOffline(true);
  await phone.getByRole('button', { name: 'Start driving' }).click();
  await expect(phone.getByRole('alert').filter({ hasText: 'That step is not saved yet.' })).toBeVisible();
  const again = phone.getByRole('button', { name: 'Try again: Start driving' });
  await expect(again).toBeEnabled();
  await phone.context().setOffline(false);
  await again.click();
  await expect(phone.getByRole('button', { name: 'I have arrived' })).toBeVisible();

  await phone.getByRole('button', { name: 'I have arrived' }).click();
  await phone.getByRole('button', { name: 'Something else happened' }).click();
  await phone.getByRole('menuitem', { name: /Nobody is here/ }).click();
  const confirmation = phone.getByRole('dialog', { name: 'Nobody is here' });
  await confirmation.getByRole('button', { name: 'End the job: gone on arrival' }).click();
  await expect(confirmation.getByText('Write a short note')).toBeVisible();
  await confirmation.getByLabel('What happened?').fill('The car has left.');
  await confirmation.getByRole('button', { name: 'End the job: gone on arrival' }).click();
  await expect(phone.getByText(`Job ${ticket.reference} ended: nobody was there.`)).toBeVisible();
});

test('a blocked position is explained with the next step, and going off duty ends the reading', async ({
  stack,
  people,
}) => {
  await freshDriver(stack, 'driver3', 'on');
  const phone = await people.openPhone('driver3', START);
  await expect(phone.getByText(/Position is being sent/)).toBeVisible();
  await phone.context().clearPermissions();
  await phone.reload();
  await expect(phone.getByText('Position is blocked')).toBeVisible();
  await phone.context().grantPermissions(['geolocation']);
  await expect(phone.getByText(/Position is being sent/)).toBeVisible();

  await phone.getByRole('switch', { name: 'On duty' }).click();
  await expect(phone.getByText('You are off duty')).toBeVisible();
  await expect(phone.getByText(/Position is being sent/)).toHaveCount(0);
});

async function positionOf(stack: Stack, driverId: number): Promise<Driver['position']> {
  const dispatcher = await stack.api('dispatcher');
  return (await dispatcher.get(`/drivers/${driverId}`, one(Driver))).data.position;
}
