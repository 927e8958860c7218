import type { Page } from '@playwright/test';
import { Device } from '#lib/protocol/device.ts';
import { CreateDriverRequest, Driver } from '#lib/protocol/driver.ts';
import { one } from '#lib/protocol/paging.ts';
import { cellUnits } from '#lib/store/cluster-cells.ts';
import { latitudeOf, longitudeOf, worldX, worldY } from '#lib/store/world.ts';
import type { Stack } from '#tools/stack/stack.ts';
import { expect, test, type Place } from './support/story.ts';

/** Out at sea, where no other story drives: the middle of a cell of zoom 10. */
const ZOOM = 10;
const side = cellUnits(ZOOM);
const middle = (value: number) => (Math.floor(value / side) + 0.5) * side;
const AT_SEA: Place = {
  latitude: latitudeOf(middle(worldY(57.6))),
  longitude: longitudeOf(middle(worldX(11.6))),
};
const AT_DEPOT: Place = { latitude: 57.82, longitude: 12.31 };

/** A driver on duty whose phone has reported from there. */
async function driverAt(stack: Stack, name: string, at: Place): Promise<void> {
  const api = await stack.api('dispatcher');
  const account = { email: `${crypto.randomUUID()}@story.test`, password: crypto.randomUUID() };
  const request = CreateDriverRequest.parse({ name, ...account });
  const { data: driver } = await api.post('/drivers', request, one(Driver));
  const answer = await api.send('PATCH', `/drivers/${driver.id}`, { duty: 'on' });
  expect(answer.status).toBe(200);
  const { data: phone } = await api.post(`/drivers/${driver.id}/devices`, { name: 'Phone' }, one(Device));
  const query = new URLSearchParams({
    id: phone.token ?? '',
    lat: String(at.latitude),
    lon: String(at.longitude),
    timestamp: String(Math.floor(Date.now() / 1_000)),
  });
  expect((await fetch(`${stack.url}/api/ingest/osmand?${query}`)).status).toBe(200);
}

const clustersInView = async (page: Page) => {
  const button = page.getByRole('button', { name: 'Clusters in view' });
  await button.focus();
  await button.press('Enter');
  return page.getByRole('dialog', { name: 'Clusters in view' });
};

test('a crowd is one disc with a count: it opens where it parts, or as a list', async ({ stack, people }) => {
  for (const [index, [north, east]] of [
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
  ].entries())
    await driverAt(stack, `Skerry ${index + 1}`, {
      latitude: AT_SEA.latitude + (north ?? 0) * 0.006,
      longitude: AT_SEA.longitude + (east ?? 0) * 0.012,
    });
  for (const name of ['Ann', 'Bo', 'Cleo', 'Dan', 'Eve']) await driverAt(stack, `${name} Depot`, AT_DEPOT);

  const desk = await people.openDesk();
  // Everything jumps: the story is about where things end up.
  await desk.emulateMedia({ reducedMotion: 'reduce' });
  await desk.reload();
  await expect(desk.getByRole('status', { name: 'Connection' })).toContainText('Live');
  for (let zoom = 13; zoom > ZOOM; zoom -= 1) await desk.getByRole('button', { name: 'Zoom out' }).click();

  await test.step('its card says who is in it', async () => {
    const map = await desk.getByRole('group', { name: /^Map view/ }).boundingBox();
    const centre = { latitude: 57.7072, longitude: 11.9668 };
    const px = 2 ** (24 - ZOOM);
    await desk.mouse.move(
      (map?.x ?? 0) + (map?.width ?? 0) / 2 + (worldX(AT_SEA.longitude) - worldX(centre.longitude)) / px,
      (map?.y ?? 0) + (map?.height ?? 0) / 2 + (worldY(AT_SEA.latitude) - worldY(centre.latitude)) / px,
    );
    await expect(desk.getByText('4 drivers', { exact: true })).toBeVisible();
  });

  await test.step('it opens at the zoom where its vehicles part', async () => {
    await desk.mouse.down();
    await desk.mouse.up();
    const list = await clustersInView(desk);
    await expect(list.getByRole('button', { name: /^4 drivers/ })).toHaveCount(0);
    await desk.keyboard.press('Escape');
    await expect(list).toBeHidden();
  });

  const toDepot = async () => {
    await desk.getByRole('button', { name: 'Show everything' }).click();
    const list = await clustersInView(desk);
    await list.getByRole('button', { name: /^5 drivers/ }).press('Enter');
    return desk.getByRole('dialog', { name: '5 drivers in one place' });
  };

  await test.step('those that never part open as a list, walked by keys and left by Esc', async () => {
    const list = await toDepot();
    await expect(list.getByRole('button', { name: /^Ann Depot/ })).toBeFocused();
    await desk.keyboard.press('ArrowDown');
    await expect(list.getByRole('button', { name: /^Bo Depot/ })).toBeFocused();
    await desk.keyboard.press('Escape');
    await expect(list).toBeHidden();
  });

  await test.step('the selected one is never swallowed', async () => {
    const list = await toDepot();
    await list.getByRole('button', { name: /^Cleo Depot/ }).click();
    await expect(desk).toHaveURL(/\/dispatch\/drivers\/\d+$/);
    const others = await clustersInView(desk);
    await expect(others.getByRole('button', { name: /^4 drivers/ }).first()).toBeVisible();
    await expect(others.getByRole('button', { name: /^5 drivers/ })).toHaveCount(0);
  });
});
