import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { test as base, type Page } from '@playwright/test';
import { startStack, type Stack } from '#tools/stack/stack.ts';
import { expect } from './support/story.ts';

const TILES_AWAY = 'Map tiles are not reachable; the built-in map is shown.';

/** One grey pixel: the browser stretches it to a tile. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGM4cekOAATcAncvoGGLAAAAAElFTkSuQmCC',
  'base64',
);

/** A tile server whose answers the story decides. */
interface TileServer {
  readonly url: string;
  serves: boolean;
  readonly paths: string[];
  close(): void;
}

async function startTileServer(): Promise<TileServer> {
  const paths: string[] = [];
  const state = { serves: true };
  const server: Server = createServer((request, response) => {
    paths.push(request.url ?? '');
    if (state.serves)
      response.writeHead(200, { 'content-type': 'image/png', 'cache-control': 'no-store' }).end(PNG);
    else response.writeHead(503).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The tile server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    paths,
    get serves() {
      return state.serves;
    },
    set serves(next) {
      state.serves = next;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const test = base.extend<object, { tiles: TileServer; stack: Stack }>({
  tiles: [
    async ({}, use) => {
      const tiles = await startTileServer();
      await use(tiles);
      tiles.close();
    },
    { scope: 'worker' },
  ],
  stack: [
    async ({ tiles }, use) => {
      const stack = await startStack({
        TILE_URL: `${tiles.url}/{s}/{z}/{x}/{y}{r}.png`,
        TILE_ATTRIBUTION: '© Tile Makers',
      });
      await use(stack);
      await stack.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

const openMap = async (page: Page, stack: Stack) => {
  await stack.signIn(page, 'dispatcher');
  await page.goto(`${stack.url}/dispatch`);
  return page.getByRole('region', { name: 'Live map' });
};

test('tiles of a server of one’s own are the map, with its credit, its subdomains and sharp tiles', async ({
  browser,
  stack,
  tiles,
}) => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 2 });
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text());
  });
  const map = await openMap(page, stack);
  await expect(map.locator('img.leaflet-tile-loaded').first()).toBeVisible();
  await expect(map.getByText('© Tile Makers')).toBeVisible();
  await expect(map.getByText(TILES_AWAY)).toBeHidden();
  await expect(map.locator('.street-tiles')).toHaveCount(0);
  expect(tiles.paths.every((path) => /^\/[abc]\/\d+\/\d+\/\d+@2x\.png$/.test(path))).toBe(true);
  expect(new Set(tiles.paths.map((path) => path.charAt(1))).size).toBeGreaterThan(1);
  expect(refused).toEqual([]);
  await page.close();
});

test('tiles that fail give way to the built-in streets, in a sentence, and come back by themselves', async ({
  browser,
  stack,
  tiles,
}) => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const map = await openMap(page, stack);
  await expect(map.locator('img.leaflet-tile-loaded').first()).toBeVisible();

  tiles.serves = false;
  await map.getByRole('button', { name: 'Zoom in' }).click();
  await expect(map.getByText(TILES_AWAY)).toBeVisible();
  await expect(map.locator('.street-tiles canvas').first()).toBeVisible();
  await expect(map.getByText('© OpenStreetMap contributors, ODbL')).toBeVisible();

  // One tile asks for all while it is away.
  const asked = tiles.paths.length;
  await expect.poll(() => tiles.paths.length).toBeGreaterThan(asked);

  tiles.serves = true;
  await expect(map.getByText(TILES_AWAY)).toBeHidden({ timeout: 45_000 });
  await expect(map.locator('.street-tiles')).toHaveCount(0);
  await expect(map.locator('img.leaflet-tile-loaded').first()).toBeVisible();
  await expect(map.getByText('© OpenStreetMap contributors, ODbL')).toBeHidden();
  await page.close();
});
