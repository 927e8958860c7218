import { z } from 'zod';
import { Driver } from '#lib/protocol/driver.ts';
import { one } from '#lib/protocol/paging.ts';
import { freshDriver } from './support/jobs.ts';
import { expect, test } from './support/story.ts';

test('a phone is added by a code shown once, reports for its driver, and is revoked', async ({
  stack,
  people,
}) => {
  const driverId = await freshDriver(stack, 'driver3', 'on');
  const desk = await people.openDesk();
  await desk.goto(`${stack.url}/dispatch/drivers/${driverId}`);
  const section = desk.getByRole('region', { name: 'Phone tracker' });

  await section.getByRole('button', { name: 'Add a phone' }).click();
  const form = desk.getByRole('dialog', { name: /^Add a phone for / });
  await form.getByLabel('Name of the phone').fill('Van phone');
  await form.getByRole('button', { name: 'Add a phone' }).click();
  const setUp = desk.getByRole('dialog', { name: 'Set up “Van phone”' });
  await expect(setUp.getByRole('img', { name: 'Code to scan with Traccar Client' })).toBeVisible();
  const serverUrl = await setUp.getByLabel('Server URL', { exact: true }).inputValue();
  const identifier = await setUp.getByLabel('Device identifier', { exact: true }).inputValue();
  await expect(setUp.getByRole('status')).toHaveText('Waiting for the first position…');

  // What the app does with the two lines that were typed into it.
  const at = { latitude: 57.7011, longitude: 11.9712 };
  const answer = await fetch(serverUrl, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      location: {
        timestamp: new Date().toISOString(),
        coords: { ...at, accuracy: 6, speed: 8, heading: 45, altitude: 10 },
        is_moving: true,
        battery: { level: 0.6, is_charging: false },
      },
      device_id: identifier,
    }),
  });
  expect(answer.status).toBe(200);
  await expect(setUp.getByRole('status')).toHaveText('The phone is heard.');
  const api = await stack.api('dispatcher');
  const { data: driver } = await api.get(`/drivers/${driverId}`, one(Driver));
  expect(driver).toMatchObject({ position: { ...at, speed: 8 }, battery: 60 });

  // Closed, the secret is gone for good.
  await setUp.getByRole('button', { name: 'Done' }).click();
  const phones = section.getByRole('list', { name: 'Phones' });
  await expect(phones.getByRole('listitem')).toContainText('1 position');
  const known: unknown = await api.get(`/drivers/${driverId}/devices`, z.unknown());
  expect(JSON.stringify(known)).not.toContain(identifier);

  await phones.getByRole('button', { name: 'Revoke Van phone' }).click();
  const question = desk.getByRole('dialog', { name: 'Revoke “Van phone”?' });
  await question.getByRole('button', { name: 'Revoke' }).click();
  await expect(section.getByText('1 revoked phone')).toBeVisible();
  expect((await fetch(`${serverUrl}?id=${identifier}&lat=57.7&lon=11.9`)).status).toBe(401);
});
