import type { RealtimeSettings } from '#lib/config/public-settings.ts';
import type { MakeSocket, RealtimeSocket } from './realtime-socket.ts';

/**
 * Echo and pusher-js, loaded with the first attempt: they stay out of the server's rendering and out of
 * the page's first paint. A failed load counts as a failed attempt and is tried again.
 */
export function lazyEchoSocket(settings: RealtimeSettings, bearerToken: string | null): MakeSocket {
  return (events) => {
    let socket: RealtimeSocket | undefined;
    let wanted = false;
    let loading = false;
    const load = async () => {
      if (loading) return;
      loading = true;
      try {
        const { makeEchoSocket } = await import('./echo-socket.ts');
        socket = makeEchoSocket(settings, window.location, bearerToken)(events);
        if (wanted) socket.open();
      } catch {
        // Offline or a redeployed script: the live connection's backoff tries again.
        if (wanted) events.lost();
      } finally {
        loading = false;
      }
    };
    return {
      open() {
        wanted = true;
        if (socket === undefined) void load();
        else socket.open();
      },
      close() {
        wanted = false;
        socket?.close();
      },
      subscribe: (channel) => socket?.subscribe(channel),
      unsubscribe: (channel) => socket?.unsubscribe(channel),
      probe: () => socket?.probe(),
    };
  };
}
