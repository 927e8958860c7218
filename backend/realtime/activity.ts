import type { Logger } from 'pino';
import type { Clock } from '#backend/platform/clock.ts';
import { ACTIVITY_KINDS, type ActivityEvent, type ActivityKind } from '#lib/protocol/activity.ts';
import type { Principal } from './principal.ts';
import { TokenBucket } from './token-bucket.ts';

/** One thing that happened at a socket. Ids and words only: no token, no signature, no event data. */
export interface Activity {
  readonly event: ActivityEvent;
  readonly socketId?: string;
  readonly kind?: 'pusher' | 'plain';
  readonly principal?: Principal | null;
  readonly address?: string;
  readonly channels?: readonly string[];
  /** Of a push: the event's name. */
  readonly name?: string;
  readonly code?: string | number;
  readonly reason?: string;
}

export interface RecordedActivity extends Activity {
  readonly id: number;
  readonly atMs: number;
}

/** Kept of each kind, so that a stream of pushes does not push out the refusals. */
const KEPT_PER_KIND = 500;
/** Lines a second for the log in the long run, and at once: a retry storm must not fill the disk. */
const LINES_PER_SECOND = 100;
const LINE_BURST = 1_000;
const MAX_CHANNELS = 5;
const MAX_REASON_LENGTH = 200;

const KIND_OF: Readonly<Record<ActivityEvent, ActivityKind>> = {
  'socket.opened': 'sockets',
  'socket.closed': 'sockets',
  'socket.disconnected': 'sockets',
  'socket.refused': 'refusals',
  'channel.refused': 'refusals',
  'channel.dropped': 'refusals',
  'auth.refused': 'refusals',
  'event.pushed': 'pushes',
};

/** What happened at the sockets: lines for the log, and the newest of them in memory. Bounded in both. */
export class ActivityLog {
  readonly #rings: Readonly<Record<ActivityKind, RecordedActivity[]>> = {
    sockets: [],
    refusals: [],
    pushes: [],
  };
  readonly #counts = new Map<ActivityEvent, number>();
  readonly #lines: TokenBucket;
  #lastId = 0;
  #unwritten = 0;

  constructor(
    private readonly clock: Clock,
    private readonly log: Logger | null = null,
  ) {
    this.#lines = new TokenBucket(LINES_PER_SECOND, LINE_BURST, clock.nowMs());
  }

  record(activity: Activity): void {
    const atMs = this.clock.nowMs();
    const entry: RecordedActivity = {
      ...activity,
      ...(activity.channels && { channels: activity.channels.slice(0, MAX_CHANNELS) }),
      ...(activity.reason !== undefined && { reason: activity.reason.slice(0, MAX_REASON_LENGTH) }),
      id: (this.#lastId += 1),
      atMs,
    };
    const { event } = activity;
    this.#counts.set(event, (this.#counts.get(event) ?? 0) + 1);
    const ring = this.#rings[KIND_OF[event]];
    ring.push(entry);
    // Twice the bound, then cut: shifting a long array for every entry costs more than the entry.
    if (ring.length >= 2 * KEPT_PER_KIND) ring.splice(0, ring.length - KEPT_PER_KIND);
    this.#write(entry, atMs);
  }

  /** The newest first. */
  recent(kinds: readonly ActivityKind[] = ACTIVITY_KINDS, limit = KEPT_PER_KIND): RecordedActivity[] {
    return kinds
      .flatMap((kind) => this.#rings[kind].slice(-KEPT_PER_KIND))
      .sort((a, b) => b.id - a.id)
      .slice(0, limit);
  }

  /** How often it happened since the start. */
  count(event: ActivityEvent): number {
    return this.#counts.get(event) ?? 0;
  }

  #write(entry: RecordedActivity, atMs: number): void {
    if (this.log === null) return;
    if (!this.#lines.take(atMs)) {
      this.#unwritten += 1;
      return;
    }
    if (this.#unwritten > 0) {
      this.log.warn({ event: 'activity.unwritten', lines: this.#unwritten }, 'too much activity to log');
      this.#unwritten = 0;
    }
    this.log.info(lineOf(entry), entry.event);
  }
}

/** Flat and in snake_case, as a log search wants it. */
const lineOf = ({ event, socketId, kind, principal, address, channels, name, code, reason }: Activity) => ({
  event,
  ...(socketId !== undefined && { socket_id: socketId }),
  ...(kind !== undefined && { socket_kind: kind }),
  ...(principal?.kind === 'user' && { user_id: principal.userId }),
  ...(principal?.kind === 'link' && { link_id: principal.linkId }),
  ...(address !== undefined && { address }),
  ...(channels !== undefined && { channels }),
  ...(name !== undefined && { name }),
  ...(code !== undefined && { code }),
  ...(reason !== undefined && { reason }),
});
