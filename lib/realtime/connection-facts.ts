import type { ConnectionState, OfflineReason, PollingReason, ReconnectReason } from './connection-state.ts';

/** Everything that the connection's state follows from. */
export interface ConnectionFacts {
  /** The device says that it has a network. */
  readonly online: boolean;
  readonly everLive: boolean;
  /** Socket open, every wanted channel confirmed. */
  readonly subscribed: boolean;
  /** What was missed before the subscription is here. */
  readonly caughtUp: boolean;
  /** Why it is not live, the latest known. */
  readonly trouble: ReconnectReason;
  readonly nextTryAtMs: number | null;
  /** Set when the socket could not be had for too long: the page asks by HTTP instead. */
  readonly fallback: PollingReason | null;
  /** Whether the last question over HTTP was answered; null before the first. */
  readonly answered: boolean | null;
  readonly ended: Extract<OfflineReason, 'session_expired' | 'link_ended'> | null;
}

/** The one sentence of truth: nothing says Live unless socket, channels and catch-up all stand. */
export function connectionOf(facts: ConnectionFacts): ConnectionState {
  if (facts.ended !== null) return { kind: 'offline', reason: facts.ended };
  if (!facts.online) return { kind: 'offline', reason: 'network' };
  if (facts.subscribed && facts.caughtUp) return { kind: 'live' };
  if (facts.fallback !== null && !facts.subscribed) {
    if (facts.answered === true) return { kind: 'polling', reason: facts.fallback };
    if (facts.answered === false) return { kind: 'offline', reason: 'server' };
  }
  if (!facts.everLive) return { kind: 'connecting' };
  return { kind: 'reconnecting', reason: facts.trouble, nextTryAtMs: facts.nextTryAtMs };
}
