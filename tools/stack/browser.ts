import { existsSync } from 'node:fs';
import { chromium, type Browser, type LaunchOptions } from '@playwright/test';

/** Where a browser of the system may be; an installed one first, Playwright's own is not available everywhere. */
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** How the stories, the benchmarks and the screenshots start a browser. */
export function browserLaunch(
  env: Readonly<Record<string, string | undefined>> = process.env,
): LaunchOptions {
  const found = [env['CHROMIUM_PATH'], ...INSTALLED].find((path) => path && existsSync(path));
  return {
    ...(found === undefined ? {} : { executablePath: found }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}

export const launchBrowser = (): Promise<Browser> => chromium.launch(browserLaunch());
