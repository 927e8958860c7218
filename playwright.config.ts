import { defineConfig } from '@playwright/test';
import { browserLaunch } from './tools/stack/browser.ts';

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/support/global-setup.ts',
  outputDir: 'test-results',
  // Each worker starts a whole stack of its own: two servers, a database and a browser.
  workers: process.env['E2E_WORKERS'] === undefined ? 1 : Number(process.env['E2E_WORKERS']),
  fullyParallel: false,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: process.env['E2E_REPORT']
    ? [['list'], ['json', { outputFile: process.env['E2E_REPORT'] }]]
    : [['list']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Stockholm',
    // Filming every page costs more than the stories themselves where no GPU draws them.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: true },
    screenshot: 'only-on-failure',
    launchOptions: browserLaunch(),
  },
});
