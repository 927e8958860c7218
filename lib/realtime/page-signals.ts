/** What the browser says about the device and the page. */
export interface PageSignals {
  online(): boolean;
  /** Returns the unsubscriber. */
  subscribe(listener: (signal: PageSignal) => void): () => void;
}

/** `woke`: shown again after a while, or time has jumped (the device slept). */
export type PageSignal = 'online' | 'offline' | 'woke';

const TICK_MS = 5_000;
/** Hidden or asleep for longer than this, the page may have missed something without noticing. */
const ASLEEP_MS = 20_000;

export function browserSignals(): PageSignals {
  return {
    online: () => navigator.onLine,
    subscribe(listener) {
      let lastTickMs = Date.now();
      let hiddenAtMs: number | undefined;
      const onOnline = () => listener('online');
      const onOffline = () => listener('offline');
      const onVisibility = () => {
        if (document.visibilityState === 'hidden') {
          hiddenAtMs = Date.now();
          return;
        }
        const hiddenMs = hiddenAtMs === undefined ? 0 : Date.now() - hiddenAtMs;
        hiddenAtMs = undefined;
        if (hiddenMs >= ASLEEP_MS) listener('woke');
      };
      const onPageShow = (event: PageTransitionEvent) => {
        if (event.persisted) listener('woke');
      };
      const timer = setInterval(() => {
        const nowMs = Date.now();
        // Hidden pages' timers are throttled to a minute; only a visible page's late tick means sleep.
        if (nowMs - lastTickMs >= ASLEEP_MS && document.visibilityState === 'visible') listener('woke');
        lastTickMs = nowMs;
      }, TICK_MS);
      window.addEventListener('online', onOnline);
      window.addEventListener('offline', onOffline);
      window.addEventListener('pageshow', onPageShow);
      document.addEventListener('visibilitychange', onVisibility);
      return () => {
        clearInterval(timer);
        window.removeEventListener('online', onOnline);
        window.removeEventListener('offline', onOffline);
        window.removeEventListener('pageshow', onPageShow);
        document.removeEventListener('visibilitychange', onVisibility);
      };
    },
  };
}
