import { test as base, type BrowserContext, type Page } from '@playwright/test';
import { startStack, type Stack } from '#tools/stack/stack.ts';

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

interface Story {
  /** A desk: a wide window of its own, signed in as a dispatcher or administrator, on /dispatch. */
  openDesk(account?: 'dispatcher' | 'admin'): Promise<Page>;
  /** A driver's phone: 390×844, touch, geolocation granted at the place. */
  openPhone(account: 'driver' | 'driver2' | 'driver3', at: Place): Promise<Page>;
  /** A phone nobody is signed in on: what a customer with a link has. */
  openLink(url: string): Promise<Page>;
}

/** Playwright's test with a whole product per worker (`stack`) and the people of a story (`people`). */
export const test = base.extend<{ people: Story; logOnFailure: void }, { stack: Stack }>({
  stack: [
    async ({}, use) => {
      const stack = await startStack();
      await use(stack);
      await stack.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  logOnFailure: [
    async ({ stack }, use, testInfo) => {
      await use();
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach('servers', { body: stack.log(), contentType: 'text/plain' });
      }
    },
    { auto: true },
  ],
  people: async ({ browser, stack }, use) => {
    const contexts: BrowserContext[] = [];
    const open = async (options: Parameters<typeof browser.newContext>[0]): Promise<Page> => {
      const context = await browser.newContext(options);
      contexts.push(context);
      return context.newPage();
    };
    const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;
    await use({
      openDesk: async (account = 'dispatcher') => {
        const page = await open({ viewport: { width: 1440, height: 900 } });
        await stack.signIn(page, account);
        await page.goto(`${stack.url}/dispatch`);
        return page;
      },
      openPhone: async (account, at) => {
        const page = await open({
          ...phone,
          geolocation: { ...at, accuracy: 8 },
          permissions: ['geolocation'],
        });
        await stack.signIn(page, account);
        await page.goto(`${stack.url}/driver`);
        return page;
      },
      openLink: async (url) => {
        const page = await open(phone);
        await page.goto(url);
        return page;
      },
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

export { expect } from '@playwright/test';
