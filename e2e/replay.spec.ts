import { readFile } from 'node:fs/promises';
import type { Download, Locator, Page } from '@playwright/test';
import { z } from 'zod';
import { CreateDriverRequest, Driver } from '#lib/protocol/driver.ts';
import { LocationResponse } from '#lib/protocol/fix.ts';
import { one } from '#lib/protocol/paging.ts';
import { LoginResponse } from '#lib/protocol/user.ts';
import { readGpx } from '#tools/replay/gpx.ts';
import { createApi, type Api } from '#tools/stack/api.ts';
import type { Stack } from '#tools/stack/stack.ts';
import { assignTo, freshDriver, makeTicket, step } from './support/jobs.ts';
import { recordedDrive } from './support/recorded-drive.ts';
import { expect, test } from './support/story.ts';

const PER_CALL = 100;
const STOOD_S = 180;

interface Recorded {
  readonly latitude: number;
  readonly longitude: number;
  readonly recorded_at: string;
}

/** A driver of this story's own: nobody else's positions are in the recording. */
async function newDriver(stack: Stack): Promise<{ readonly driverId: number; readonly api: Api }> {
  const desk = await stack.api('dispatcher');
  const account = { email: `${crypto.randomUUID()}@story.test`, password: crypto.randomUUID() };
  const request = CreateDriverRequest.parse({ name: 'Nils Ström', ...account });
  const { data: driver } = await desk.post('/drivers', request, one(Driver));
  const { token } = await createApi(stack.url, '').post('/login', account, LoginResponse);
  const api = createApi(stack.url, token);
  await api.post('/driver/duty', { duty: 'on' }, one(Driver));
  return { driverId: driver.id, api };
}

/** The recorded drive, driven `agoMs` ago, with a stop of three minutes at its end; every fix as it was sent. */
async function drove(driver: Api, agoMs: number): Promise<readonly Recorded[]> {
  const points = recordedDrive();
  const startMs = Math.floor((Date.now() - agoMs) / 1_000) * 1_000;
  const end = points.at(-1);
  if (end === undefined) throw new Error('The recording is empty.');
  const standing = Array.from({ length: STOOD_S / 10 }, (_, i) => ({
    ...end,
    atMs: end.atMs + (i + 1) * 10_000,
  }));
  const fixes = [...points, ...standing].map(({ latitude, longitude, atMs }) => ({
    latitude,
    longitude,
    accuracy: 6,
    speed: atMs > end.atMs ? 0 : 9.5,
    recorded_at: new Date(startMs + atMs).toISOString(),
  }));
  for (let from = 0; from < fixes.length; from += PER_CALL) {
    const part = fixes.slice(from, from + PER_CALL);
    const { data } = await driver.post('/driver/location', { fixes: part }, one(LocationResponse));
    expect(data).toEqual({ stored: part.length, duplicates: 0, rejected: [] });
  }
  return fixes;
}

const panelOf = (desk: Page): Locator => desk.getByRole('region', { name: /^Replay of / });
const sliderOf = (desk: Page): Locator => panelOf(desk).getByRole('slider', { name: 'Moment of the replay' });
const secondsShown = async (desk: Page): Promise<number> =>
  Number(await sliderOf(desk).getAttribute('aria-valuenow'));

async function fileOf(download: Promise<Download>): Promise<{ name: string; text: string }> {
  const file = await download;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

test('a driver’s hour is replayed on the map, turned by keyboard, and saved as files', async ({
  stack,
  people,
}) => {
  const { driverId, api } = await newDriver(stack);
  const fixes = await drove(api, 30 * 60_000);
  const first = Date.parse(fixes[0]?.recorded_at ?? '');
  const last = Date.parse(fixes.at(-1)?.recorded_at ?? '');
  const spanS = Math.round((last - first) / 1_000);

  const desk = await people.openDesk();
  await desk.goto(`${stack.url}/dispatch/drivers/${driverId}`);
  await desk.getByRole('group', { name: 'Actions' }).getByRole('button', { name: 'Replay' }).click();

  // Nothing replayed looks live, and the address shows everybody the same.
  await expect(desk.getByText(/^Replay · \d+ \w+ \d\d:\d\d:\d\d$/)).toBeVisible();
  await expect(desk.getByText('Recorded, not live.')).toBeVisible();
  await expect(desk.getByRole('region', { name: 'Live map' })).toBeHidden();
  await expect(desk).toHaveURL(/\/dispatch\/drivers\/\d+\?replay=[\d:TZ-]+\.\.[\d:TZ-]+$/);
  await desk.reload();
  const panel = panelOf(desk);
  await expect(panel.getByText(`1 stop · ${fixes.length} positions`)).toBeVisible();
  await expect(desk.getByRole('button', { name: /^Stop 1, 3 min, from / })).toBeVisible();

  // At 60× the recording passes in seconds and stops at its end.
  const slider = sliderOf(desk);
  await expect(slider).toHaveAttribute('aria-valuemax', String(spanS));
  await expect(slider).toHaveAttribute('aria-valuetext', /34 km\/h$/);
  await panel.getByRole('combobox', { name: 'Speed of playing' }).selectOption('60×');
  await panel.getByRole('button', { name: 'Play', exact: true }).click();
  await expect.poll(() => secondsShown(desk)).toBeGreaterThan(60);
  await expect(panel.getByRole('button', { name: 'Play', exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(slider).toHaveAttribute('aria-valuenow', String(spanS));
  await expect(slider).toHaveAttribute('aria-valuetext', /, 0 km\/h$/);

  await slider.press('Home');
  await expect(slider).toHaveAttribute('aria-valuenow', '0');
  await slider.press('PageUp');
  await slider.press('ArrowRight');
  await slider.press('ArrowRight');
  await slider.press('ArrowLeft');
  await expect(slider).toHaveAttribute('aria-valuenow', '65');
  await slider.press('Space');
  await expect(panel.getByRole('button', { name: 'Pause' })).toBeVisible();
  await slider.press('Space');
  await expect(panel.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await desk.getByRole('button', { name: /^Stop 1, / }).press('Enter');
  await expect(slider).toHaveAttribute('aria-valuetext', /, 0 km\/h$|, 34 km\/h$/);

  const gpxFile = desk.waitForEvent('download');
  await panel.getByRole('button', { name: 'Export GPX' }).click();
  const gpx = await fileOf(gpxFile);
  expect(gpx.name).toMatch(/^[a-z-]+-\d{4}-\d\d-\d\d\.gpx$/);
  const [track] = readGpx(gpx.text);
  expect(track?.points).toEqual(
    fixes.map(({ latitude, longitude, recorded_at: at }) => ({
      latitude,
      longitude,
      atMs: Date.parse(at) - first,
    })),
  );

  const csvFile = desk.waitForEvent('download');
  await panel.getByRole('button', { name: 'Export CSV' }).click();
  const csv = await fileOf(csvFile);
  expect(csv.name).toMatch(/^[a-z-]+-\d{4}-\d\d-\d\d\.csv$/);
  const [header, ...lines] = csv.text.trimEnd().split('\r\n');
  expect(header).toMatch(/^recorded_at,latitude,longitude,speed_mps,/);
  expect(lines.map((line) => line.split(',').slice(0, 3))).toEqual(
    fixes.map(({ recorded_at: at, latitude, longitude }) => [at, String(latitude), String(longitude)]),
  );

  // A time without positions says so; Escape leads back to live and leaves the driver open.
  await desk.goto(`${stack.url}/dispatch/drivers/${driverId}?replay=2020-01-01T08:00Z..2020-01-01T09:00Z`);
  await expect(panel.getByText('No positions were recorded in this time.')).toBeVisible();
  await desk.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(desk.getByRole('region', { name: 'Live map' })).toBeVisible();
  await expect(desk).toHaveURL(new RegExp(`/dispatch/drivers/${driverId}$`));
});

test('a ticket’s track is replayed from the ticket, and a failure can be tried again', async ({
  stack,
  people,
}) => {
  const driverId = await freshDriver(stack, 'driver2', 'on');
  const ticket = await makeTicket(stack, { latitude: 57.7045, longitude: 11.969 }, 'Rea Play');
  await assignTo(stack, ticket.id, driverId);
  await step(stack, 'driver2', ticket.id, 'en_route');
  const driver = await stack.api('driver2');
  const [from, to] = [recordedDrive()[0], recordedDrive()[3]];
  for (const point of [from, to]) {
    if (point === undefined) throw new Error('The recording is too short.');
    const { latitude, longitude } = point;
    await driver.post(
      '/driver/location',
      { latitude, longitude, recorded_at: new Date().toISOString() },
      z.unknown(),
    );
  }

  const desk = await people.openDesk();
  await desk.route('**/api/bff/tickets/*/track*', (route) => route.abort());
  await desk.goto(`${stack.url}/dispatch/tickets/${ticket.id}`);
  await desk.getByRole('region', { name: 'Recorded track' }).getByRole('button', { name: 'Replay' }).click();
  const panel = panelOf(desk);
  await expect(panel.getByRole('alert')).toContainText('The track could not be loaded.');
  await desk.unroute('**/api/bff/tickets/*/track*');
  await panel.getByRole('button', { name: 'Try again' }).click();
  await expect(panel.getByText('2 positions')).toBeVisible();
  await expect(desk).toHaveURL(new RegExp(`/dispatch/tickets/${ticket.id}\\?replay=track$`));

  const csvFile = desk.waitForEvent('download');
  await panel.getByRole('button', { name: 'Export CSV' }).click();
  const csv = await fileOf(csvFile);
  expect(csv.name.startsWith(ticket.reference.toLowerCase())).toBe(true);
  expect(csv.text.split('\r\n')[1]).toMatch(new RegExp(`,${driverId},.+,${ticket.reference}$`));
});
