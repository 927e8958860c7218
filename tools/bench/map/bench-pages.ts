import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export type PageName = 'fleet-page' | 'feed-page' | 'marker-page' | 'react-marker-page';
const FLEET_WORKER = '../../../components/map/vehicles/blit/fleet-worker.ts';
/** Signs whatever it is asked for: who may listen is not the question. */
const AUTH_PATH = '/auth';
const PAGES: readonly string[] = ['fleet-page.ts', 'feed-page.ts', 'marker-page.ts', 'react-marker-page.tsx'];

/** The pages under measurement, bundled as for production, on a port of loopback. */
export interface BenchPages {
  /** For a broker on the pages' own origin. */
  readonly server: Server;
  url(page: PageName, parameters: Readonly<Record<string, string | number>>): string;
  close(): Promise<void>;
}

export async function serveBenchPages(): Promise<BenchPages> {
  const { outputFiles } = await build({
    entryPoints: [...PAGES.map((page) => `pages/${page}`), FLEET_WORKER].map((file) =>
      fileURLToPath(new URL(file, import.meta.url)),
    ),
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.png': 'dataurl' },
    outdir: 'bench-pages',
    write: false,
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [`/${basename(path)}`, contents]));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://bench');
    const file = files.get(pathname);
    if (pathname === AUTH_PATH) {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"auth":"bench:signature"}');
    } else if (file !== undefined) {
      const type = pathname.endsWith('.css') ? 'text/css' : 'text/javascript';
      response.writeHead(200, { 'content-type': type }).end(file);
    } else if (files.has(`${pathname}.js`)) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html(pathname.slice(1)));
    } else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  const origin = `http://127.0.0.1:${address.port}`;
  return {
    server,
    url: (page, parameters) =>
      `${origin}/${page}?${new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)])).toString()}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const html = (page: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>${page}</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/${page}.css"><style>.vehicle-dot{border-radius:50%;background:#1f57d6}</style>
<body><script type="module" src="/${page}.js"></script></body></html>`;
