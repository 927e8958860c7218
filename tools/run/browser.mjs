import { existsSync } from 'node:fs';
import { platform } from 'node:os';
import { run } from './children.mjs';
import { say, Sentence, step } from './say.mjs';

/** playwright.config.ts looks at the same places. */
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A browser for the stories: an installed one, else Playwright's, else Debian's package, else a sentence. */
export async function ensureBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named && !existsSync(named)) throw new Sentence(`CHROMIUM_PATH is ${named}, and no browser is there.`);
  const found = [named, ...INSTALLED].find((path) => path && existsSync(path));
  if (found !== undefined) return found;

  const { chromium } = await import('@playwright/test');
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  const download = await step('downloading a browser (playwright install chromium)', () =>
    run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium']),
  );
  if (download.code === 0 && existsSync(chromium.executablePath())) return chromium.executablePath();
  say('  the download is not available here');

  if (platform() === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    await step('installing Debian’s chromium (apt-get)', async () => {
      await run('apt-get', ['update', '-q']);
      await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], {
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
    });
    if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
  }
  throw new Sentence(
    'The browser stories need Chromium or Google Chrome. Install one (Debian: apt-get install chromium), or set ' +
      'CHROMIUM_PATH to where it is.',
  );
}
