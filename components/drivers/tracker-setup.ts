/**
 * How a phone with Traccar Client is set up. Its "scan a code" takes the server's address, path included, and
 * reads its settings from the query; the path and the settings are documented by the app's own parser
 * (traccar/traccar-client, lib/configuration_service.dart).
 */

/**
 * Dense enough for a dispatcher's map, sparse enough for a shift on one battery: a fix every 20 m and at most
 * every 5 s while driving, one a minute while standing, so that a parked driver does not look lost.
 */
const SETTINGS = {
  accuracy: 'high',
  distance: '20',
  fastest_interval: '5',
  heartbeat: '60',
} as const;

/** What the code holds for the app to scan. */
export function setupUrl(serverUrl: string, token: string): string {
  const url = new URL(serverUrl);
  url.search = new URLSearchParams({ id: token, ...SETTINGS }).toString();
  return url.href;
}

/**
 * The address to type into the app: the backend's own, unless that one is this computer only and the page
 * was opened by a better one.
 */
export function trackerServerUrl(told: string, pageOrigin: string): string {
  if (!isLoopback(told) || isLoopback(pageOrigin)) return told;
  return new URL(new URL(told).pathname, pageOrigin).href;
}

/** No phone can reach this address. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
