import { chromium, type Browser } from '@playwright/test';
import { browserLaunch } from '#tools/stack/browser.ts';

/** A browser whose WebGL is computed on the processor: slow, exact, and there on every machine. */
export function launchWebglBrowser(): Promise<Browser> {
  const { args = [], ...launch } = browserLaunch();
  return chromium.launch({
    ...launch,
    args: [
      ...args.filter((arg) => arg !== '--disable-gpu'),
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
    ],
  });
}
