import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from '@playwright/test';
import { z } from 'zod';
import { one, page as list } from '#lib/protocol/paging.ts';
import { Ticket } from '#lib/protocol/ticket.ts';
import { TrackingLink } from '#lib/protocol/tracking.ts';
import { pause } from '#tools/driver-client/backoff.ts';
import { launchBrowser } from '#tools/stack/browser.ts';
import { ServerProcess } from '#tools/stack/server-process.ts';
import { startStack, type Account, type Stack } from '#tools/stack/stack.ts';

/** `npm run screenshots`: the main pages, light and dark, wide and on a phone, with a city at work. */

const FOLDER = 'docs/screenshots';
const VIEWPORTS = {
  '1440x900': { width: 1440, height: 900 },
  '390x844': { width: 390, height: 844 },
} as const;
const THEMES = ['light', 'dark'] as const;
const BUSY_WITHIN_MS = 180_000;
const DRIVER_AT = { latitude: 57.7023, longitude: 11.9612 };

interface Shot {
  readonly name: string;
  readonly account: Account | null;
  readonly path: string;
  /** Resolves when there is something to see. */
  readonly ready: (page: Page) => Promise<unknown>;
}

/** A driver on the way, so that map, queue, link and console all have something to say. */
async function busyCity(stack: Stack): Promise<{ enRoute: Ticket; mine: Ticket; linkToken: string }> {
  const api = await stack.api('dispatcher');
  const deadline = Date.now() + BUSY_WITHIN_MS;
  for (;;) {
    const { data: tickets } = await api.get('/tickets?per_page=100&status=en_route,in_service', list(Ticket));
    const enRoute = tickets.find(({ status, eta }) => status === 'en_route' && eta !== null);
    if (enRoute !== undefined && tickets.length >= 3) {
      return { enRoute, mine: await jobOfDriver1(stack), linkToken: await linkOf(stack, enRoute.id) };
    }
    if (Date.now() > deadline) throw new Error('The simulated city did not get busy.');
    await pause(1_000, new AbortController().signal);
  }
}

async function linkOf(stack: Stack, ticketId: number): Promise<string> {
  const api = await stack.api('dispatcher');
  const { data } = await api.post(`/tickets/${ticketId}/tracking-links`, {}, one(TrackingLink));
  if (data.token === undefined) throw new Error('The link came without its token.');
  return data.token;
}

async function jobOfDriver1(stack: Stack): Promise<Ticket> {
  const [api, driver, login] = [
    await stack.api('dispatcher'),
    await stack.api('driver'),
    await stack.login('driver'),
  ];
  await driver.post('/driver/duty', { duty: 'on' }, z.unknown());
  const { data: ticket } = await api.post(
    '/tickets',
    {
      service_type: 'tyre',
      priority: 'high',
      location: { latitude: 57.7045, longitude: 11.969, address: 'Östra Hamngatan 24, Göteborg' },
      notes: 'Front left is flat, spare in the boot.',
      customer: { name: 'Karin Holm', phone: '+46 70 123 45 67' },
    },
    one(Ticket),
  );
  await api.post(`/tickets/${ticket.id}/assign`, { driver_id: login.user.driver_id }, one(Ticket));
  return ticket;
}

async function take(browser: Browser, stack: Stack, shot: Shot): Promise<void> {
  for (const theme of THEMES) {
    for (const [size, viewport] of Object.entries(VIEWPORTS)) {
      const context = await browser.newContext({
        viewport,
        colorScheme: theme,
        locale: 'en-GB',
        geolocation: { ...DRIVER_AT, accuracy: 8 },
        permissions: ['geolocation'],
      });
      const page = await context.newPage();
      if (shot.account !== null) await stack.signIn(page, shot.account);
      await page.goto(`${stack.url}${shot.path}`);
      await shot.ready(page);
      // Vehicles glide two seconds behind their fixes: before that the map is still filling.
      await pause(4_000, new AbortController().signal);
      const file = `${FOLDER}/${shot.name}-${theme}-${size}.jpg`;
      await page.screenshot({ path: file, type: 'jpeg', quality: 72, animations: 'disabled' });
      await context.close();
      process.stdout.write(`${file}\n`);
    }
  }
}

async function main(): Promise<void> {
  execFileSync(process.execPath, ['tools/run/build.mjs'], { stdio: 'inherit' });
  await mkdir(FOLDER, { recursive: true });
  const stack = await startStack();
  const fleet = new ServerProcess(
    'simulator',
    [
      ...['--import', 'tsx', 'tools/simulator/main.ts', '--url', stack.backendUrl],
      ...['--drivers', '40', '--rate', '1', '--tickets-per-minute', '20'],
    ],
    { DATA_DIR: stack.dataDir },
    `${stack.backendUrl}/readyz`,
  );
  const browser = await launchBrowser();
  try {
    await fleet.start();
    process.stdout.write('waiting for the city to get busy …\n');
    const { enRoute, mine, linkToken } = await busyCity(stack);
    const live = (page: Page) =>
      page.getByRole('status', { name: 'Connection' }).filter({ hasText: 'Live' }).waitFor();
    const shots: readonly Shot[] = [
      { name: 'login', account: null, path: '/login', ready: (page) => page.getByLabel('Email').waitFor() },
      { name: 'dispatch', account: 'dispatcher', path: '/dispatch', ready: live },
      { name: 'ticket', account: 'dispatcher', path: `/dispatch/tickets/${enRoute.id}`, ready: live },
      {
        name: 'driver',
        account: 'driver',
        path: '/driver',
        ready: (page) => page.getByText(mine.reference).first().waitFor(),
      },
      {
        name: 'connections',
        account: 'admin',
        path: '/admin/connections',
        ready: (page) => page.getByRole('heading', { name: 'Connections' }).waitFor(),
      },
      { name: 'tracking', account: null, path: `/track/${linkToken}`, ready: live },
    ];
    for (const shot of shots) await take(browser, stack, shot);
  } finally {
    await browser.close();
    await fleet.stop();
    await stack.close();
  }
}

await main();
process.exit();
