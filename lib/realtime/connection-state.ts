/** How current the page is, with the reason when it is not. */
export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | {
      readonly kind: 'reconnecting';
      readonly reason: ReconnectReason;
      /** Epoch ms (local clock) of the next try; null while one is under way. */
      readonly nextTryAtMs: number | null;
    }
  | { readonly kind: 'polling'; readonly reason: PollingReason }
  | { readonly kind: 'offline'; readonly reason: OfflineReason };

export type ReconnectReason =
  /** The socket closed or went silent. */
  | 'socket_lost'
  /** The socket is back; what was missed is being fetched. */
  | 'catching_up'
  /** The server says there is more than we hold, and fetching it has not succeeded yet. */
  | 'behind'
  /** A channel was refused or its subscription was not answered. */
  | 'subscription';

export type PollingReason =
  /** No socket could be had. */
  | 'no_socket'
  /** The socket stands but the channel is refused. */
  | 'channel_refused';

export type OfflineReason =
  /** The device has no network. */
  | 'network'
  /** The server answers neither on the socket nor over HTTP. */
  | 'server'
  /** 401: signing in again helps, nothing else does. */
  | 'session_expired'
  /** The tracking link has ended or was revoked. */
  | 'link_ended';

export function sameConnection(a: ConnectionState, b: ConnectionState): boolean {
  if (a.kind !== b.kind) return false;
  if ('reason' in a && 'reason' in b && a.reason !== b.reason) return false;
  return !('nextTryAtMs' in a && 'nextTryAtMs' in b) || a.nextTryAtMs === b.nextTryAtMs;
}
