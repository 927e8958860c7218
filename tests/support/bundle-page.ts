import { basename } from 'node:path';
import { build } from 'esbuild';
import type { Page } from '@playwright/test';

/** A secure origin of its own: pages on it may have workers, and nothing listens there. */
const ORIGIN = 'https://bundle.localhost';

/**
 * Opens a page that runs one of our modules, bundled for the browser, without a server.
 * @param entry path from the project's root
 * @param workers modules that the entry starts as `new Worker(new URL('./name.ts', import.meta.url))`
 */
export async function openBundledPage(
  page: Page,
  entry: string,
  { workers = [], style = '' }: { readonly workers?: readonly string[]; readonly style?: string } = {},
): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: [entry, ...workers],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    sourcemap: 'inline',
    outdir: 'bundle',
    entryNames: '[name]',
    write: false,
  });
  const scripts = new Map(
    outputFiles.map(({ path, text }) => [basename(path).replace(/\.js$/, ''), text] as const),
  );
  const name = basename(entry).replace(/\.ts$/, '');
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title>
    <style>${style}</style><body><script type="module" src="/${name}.js"></script></body></html>`;
  await page.route(`${ORIGIN}/**`, async (route) => {
    const script = scripts.get(basename(new URL(route.request().url()).pathname).replace(/\.[jt]s$/, ''));
    if (script === undefined) await route.fulfill({ contentType: 'text/html', body: html });
    else await route.fulfill({ contentType: 'text/javascript', body: script });
  });
  await page.goto(`${ORIGIN}/`);
}
