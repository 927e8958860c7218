/** Allowing the position in the browser's settings must not need another tap in the page. */
export async function watchPermission(signal: AbortSignal, onGranted: () => void): Promise<void> {
  if (!('permissions' in navigator)) return;
  const status = await navigator.permissions.query({ name: 'geolocation' }).catch(() => null);
  status?.addEventListener('change', () => status.state === 'granted' && onGranted(), { signal });
}

/** The Battery Status API, which only some browsers have and TypeScript's DOM does not know. */
interface BatterySource extends EventTarget {
  readonly level: number;
}

export async function watchBattery(signal: AbortSignal, onPercent: (percent: number) => void): Promise<void> {
  if (!hasBattery(navigator)) return;
  const battery = await navigator.getBattery().catch(() => null);
  if (battery === null || signal.aborted) return;
  const read = () => onPercent(Math.round(battery.level * 100));
  read();
  battery.addEventListener('levelchange', read, { signal });
}

function hasBattery(
  candidate: Navigator,
): candidate is Navigator & { readonly getBattery: () => Promise<BatterySource> } {
  return 'getBattery' in candidate && typeof candidate.getBattery === 'function';
}
