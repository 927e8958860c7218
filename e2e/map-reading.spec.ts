import type { Locator, Page } from '@playwright/test';
import { z } from 'zod';
import { Driver } from '#lib/protocol/driver.ts';
import { one } from '#lib/protocol/paging.ts';
import { Ticket } from '#lib/protocol/ticket.ts';
import type { Stack } from '#tools/stack/stack.ts';
import { assignTo, freshDriver, makeTicket, reportFrom } from './support/jobs.ts';
import { recordedDrive } from './support/recorded-drive.ts';
import { expect, test, type Place } from './support/story.ts';

const PLACE = { latitude: 57.7045, longitude: 11.969 };
const FAR_AWAY = { latitude: 57.78, longitude: 12.2 };

const isLive = (desk: Page) => expect(desk.getByRole('status', { name: 'Connection' })).toContainText('Live');
const mapOf = (desk: Page): Locator => desk.getByRole('region', { name: 'Live map' });
const trailOf = (desk: Page): Locator => mapOf(desk).locator('.leaflet-selection-pane canvas');

/** What the driver's tracker stored while there was no network, sent at once. */
async function reportDrive(stack: Stack, places: readonly Place[], endedAgoMs: number): Promise<void> {
  const driver = await stack.api('driver');
  const startMs = Date.now() - endedAgoMs - (places.length - 1) * 4_000;
  const fixes = places.map(({ latitude, longitude }, index) => ({
    latitude,
    longitude,
    accuracy: 400,
    recorded_at: new Date(startMs + index * 4_000).toISOString(),
  }));
  await driver.post('/driver/location', { fixes }, z.unknown());
}

/** How many pixels of the trail are painted. */
const painted = (canvas: Locator): Promise<number> =>
  canvas.evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement)) return 0;
    const pixels = element.getContext('2d')?.getImageData(0, 0, element.width, element.height).data;
    let count = 0;
    for (let alpha = 3; alpha < (pixels?.length ?? 0); alpha += 4) if ((pixels?.[alpha] ?? 0) > 0) count += 1;
    return count;
  });

test('the selected vehicle shows where it has been, how sure that is, and where it goes', async ({
  stack,
  people,
}) => {
  const driverId = await freshDriver(stack, 'driver', 'on');
  const drive = recordedDrive().slice(0, 60);
  await reportDrive(stack, drive, 1_000);
  const desk = await people.openDesk();
  await isLive(desk);
  await expect(trailOf(desk)).toHaveCount(0);

  await desk.goto(`${stack.url}/dispatch/drivers/${driverId}`);
  await isLive(desk);
  await expect.poll(() => painted(trailOf(desk))).toBeGreaterThan(200);
  const pane = mapOf(desk).locator('.leaflet-selection-pane');
  await expect(pane.locator('circle')).toHaveAttribute('display', 'inline');
  await expect(pane.locator('line').nth(1)).toHaveAttribute('display', 'none');

  const ticket = await makeTicket(stack, PLACE, 'Lina Line');
  await assignTo(stack, ticket.id, driverId);
  await expect(pane.locator('line').nth(1)).toHaveAttribute('display', 'inline');

  // A fix that comes now lengthens the trail once the vehicle is shown there.
  const before = await painted(trailOf(desk));
  const next = recordedDrive()[66];
  if (next === undefined) throw new Error('The recording is shorter than that.');
  await reportFrom(stack, 'driver', next);
  await expect.poll(() => painted(trailOf(desk))).toBeGreaterThan(before);

  await desk.keyboard.press('Escape');
  await expect(pane.locator('canvas')).toHaveCount(0);
  await expect(pane.locator('svg')).toHaveCount(0);
});

test('following comes to the vehicle, closer never further, and leaves the map to whoever takes it', async ({
  stack,
  people,
}) => {
  const driverId = await freshDriver(stack, 'driver', 'on');
  await reportFrom(stack, 'driver', FAR_AWAY);
  const api = await stack.api('dispatcher');
  const { name } = (await api.get(`/drivers/${driverId}`, one(Driver))).data;
  const desk = await people.openDesk();
  await isLive(desk);
  const map = mapOf(desk);
  const following = map.getByText(`Following ${name}`);
  // The level shows in the scale bar's metres; the driver in view in what a click in the middle selects.
  const scaleM = async () => {
    const text = (await map.locator('.leaflet-control-scale-line').textContent()) ?? '';
    return Number.parseFloat(text) * (text.endsWith('km') ? 1_000 : 1);
  };
  /** The level once no flight is under way. */
  const settledM = async (): Promise<number> => {
    let last = Number.NaN;
    await expect
      .poll(
        async () => {
          const before = last;
          last = await scaleM();
          return last === before;
        },
        { intervals: [800] },
      )
      .toBe(true);
    return last;
  };
  const follow = async () => {
    await desk.goto(`${stack.url}/dispatch/drivers/${driverId}`);
    await isLive(desk);
    await desk
      .getByRole('complementary', { name: 'Details' })
      .getByRole('button', { name: 'Follow' })
      .click();
    await expect(following).toBeVisible();
  };

  const wide = await scaleM();
  await follow();
  await expect.poll(scaleM).toBeLessThan(wide);
  const streets = await settledM();

  // Closer by the button: following goes on, at the level that was chosen.
  await map.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(scaleM).toBeLessThan(streets);
  const close = await settledM();
  await reportFrom(stack, 'driver', { latitude: FAR_AWAY.latitude + 0.001, longitude: FAR_AWAY.longitude });
  await expect(following).toBeVisible();
  expect(await settledM()).toBe(close);

  const box = await map.boundingBox();
  if (box === null) throw new Error('The map has no place on the page.');
  const middle = { x: box.x + (box.width - 400) / 2, y: box.y + box.height / 2 };
  const gestures: readonly (() => Promise<void>)[] = [
    async () => {
      await desk.mouse.move(middle.x, middle.y + 120);
      await desk.mouse.down();
      await desk.mouse.move(middle.x + 60, middle.y + 160, { steps: 4 });
      await desk.mouse.up();
    },
    async () => {
      await desk.mouse.move(middle.x, middle.y + 120);
      await desk.mouse.wheel(0, -120);
    },
    async () => {
      await map.getByRole('group', { name: /^Map view/ }).focus();
      await desk.keyboard.press('ArrowLeft');
    },
    () => map.getByRole('button', { name: 'Show everything' }).click(),
  ];
  for (const [index, gesture] of gestures.entries()) {
    if (index > 0) {
      await desk
        .getByRole('complementary', { name: 'Details' })
        .getByRole('button', { name: 'Follow' })
        .click();
      await expect(following).toBeVisible();
    }
    await gesture();
    await expect(following).toBeHidden();
  }
});

test('a pin says how much time is left, and many in one place become one', async ({ stack, people }) => {
  const api = await stack.api('dispatcher');
  const due = async (minutes: number, customerName: string, at: Place) => {
    const body = {
      service_type: 'battery',
      location: at,
      customer: { name: customerName, phone: '+46 70 123 45 67' },
      due_at: new Date(Date.now() + minutes * 60_000).toISOString(),
    };
    return (await api.post('/tickets', body, one(Ticket))).data;
  };
  const calm = await due(30, 'Cora Calm', PLACE);
  const late = await due(-4, 'Lars Late', { latitude: 57.7075, longitude: 11.955 });
  const desk = await people.openDesk();
  await isLive(desk);
  const map = mapOf(desk);
  const pin = (reference: string) => map.getByRole('button', { name: new RegExp(`^${reference}, `) });
  await expect(pin(calm.reference)).toHaveAccessibleName(/due in (29|30) min$/);
  await expect(pin(late.reference)).toHaveAccessibleName(/late by 4 min$/);

  // Out of view it is no element of the page; in view again it is.
  const far = await makeTicket(stack, { latitude: 57.2, longitude: 12.9 }, 'Fia Far');
  await expect(pin(far.reference)).toHaveCount(0);

  await makeTicket(stack, { latitude: 57.7046, longitude: 11.9691 }, 'Tova Third');
  await makeTicket(stack, { latitude: 57.7047, longitude: 11.9692 }, 'Fred Fourth');
  const fold = map.getByRole('button', { name: /tickets here/ });
  await map.getByRole('group', { name: /^Map view/ }).focus();
  for (let i = 0; i < 5; i += 1) {
    const before = await map.locator('.leaflet-control-scale-line').textContent();
    await desk.keyboard.press('-');
    await expect(map.locator('.leaflet-control-scale-line')).not.toHaveText(before ?? '');
  }
  await expect(fold.first()).toBeVisible();
  await expect(pin(calm.reference)).toHaveCount(0);
  await fold.first().focus();
  await desk.keyboard.press('Enter');
  await expect(pin(calm.reference)).toBeVisible();
});
