/**
 * The driver console's service worker. It keeps two things: the offline page, which holds nobody's data,
 * and files under /_next/static, whose names change with their content. Everything else, pages with data and
 * the API above all, goes to the network untouched and is never stored.
 */

const SHELL = 'callout-console-shell-1';
const FILES = 'callout-console-files-1';
const OFFLINE_PAGE = '/offline';
const ICON = '/icons/console.svg';
/** About three builds' worth of files; older ones are dropped first. */
const MAX_FILES = 240;

self.addEventListener('install', (event) => {
  event.waitUntil(ensureShell().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldCaches().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    const answer = fetch(request);
    event.respondWith(answer.catch(() => offlinePage()));
    event.waitUntil(answer.then(ensureShell, () => undefined));
  } else if (isImmutable(url)) event.respondWith(fromCacheFirst(request));
});

const isImmutable = (url) => url.pathname.startsWith('/_next/static/');

/** A server that was busy when the worker was installed is asked again with the next page, not given up. */
async function ensureShell() {
  const cache = await caches.open(SHELL);
  if (await cache.match(OFFLINE_PAGE)) return;
  await storeShell().catch((error) => console.warn('The offline page is not kept yet.', error));
}

async function storeShell() {
  const cache = await caches.open(SHELL);
  // Without cookies: what is kept must be the same for whoever uses this phone.
  const page = await fetch(OFFLINE_PAGE, { credentials: 'omit', cache: 'reload' });
  if (!page.ok || page.redirected) throw new Error(`The offline page answered ${page.status}.`);
  const html = await page.clone().text();
  const files = new Set(html.match(/\/_next\/static\/[^"'\\\s)]+\.(?:css|woff2)/g) ?? []);
  await cache.addAll([ICON, ...files]);
  // Last: while it is there, so is what it needs.
  await cache.put(OFFLINE_PAGE, page);
}

async function offlinePage() {
  const cache = await caches.open(SHELL);
  return (await cache.match(OFFLINE_PAGE)) ?? Response.error();
}

async function fromCacheFirst(request) {
  const stored = await caches.match(request);
  if (stored) return stored;
  const cache = await caches.open(FILES);
  const answer = await fetch(request);
  if (answer.ok && answer.type === 'basic') {
    await cache.put(request, answer.clone());
    await trim(cache);
  }
  return answer;
}

/** Keys come in the order in which they were stored. */
async function trim(cache) {
  const files = await cache.keys();
  await Promise.all(files.slice(0, Math.max(0, files.length - MAX_FILES)).map((key) => cache.delete(key)));
}

async function dropOldCaches() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('callout-console-') && name !== SHELL && name !== FILES);
  await Promise.all(old.map((name) => caches.delete(name)));
}
