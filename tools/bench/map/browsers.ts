import { chromium, type Browser } from '@playwright/test';
import { browserLaunch } from '#tools/stack/browser.ts';

/** Without a GPU the WebGL path runs on SwiftShader, in another process: its main thread is as with one. */
const SOFTWARE_WEBGL = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

export const launchPlain = (): Promise<Browser> => chromium.launch(browserLaunch());

export function launchWebgl(): Promise<Browser> {
  const { args = [], ...options } = browserLaunch();
  return chromium.launch({
    ...options,
    args: [...args.filter((flag) => flag !== '--disable-gpu'), ...SOFTWARE_WEBGL],
  });
}
