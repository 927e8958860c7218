import type { Fix } from '#lib/protocol/fix.ts';
import { watchBattery, watchPermission } from './device-signals.ts';
import { createFixSender, type FixSender } from './fix-sender.ts';
import type { SendOutcome } from './fix-queue.ts';
import { memoryFixStorage, openFixStorage } from './fix-storage.ts';
import {
  fixOfReading,
  watchGeolocation,
  type GeolocationState,
  type GeolocationWatch,
} from './geolocation-watch.ts';

export type PositionState =
  | GeolocationState
  | { readonly kind: 'off' }
  | { readonly kind: 'insecure' }
  | { readonly kind: 'unsupported' }
  /** Another page of this driver has the queue: one phone, one sender. */
  | { readonly kind: 'other_tab' };

/** What the console shows of the position's way to the backend; a new object on each change. */
export interface PositionReport {
  readonly state: PositionState;
  /** The device's newest reading, sent or not. */
  readonly newest: Fix | null;
  /** Fixes that are not durable yet, those under way included. */
  readonly waiting: number;
  /** The last call failed; the next one waits for its backoff. */
  readonly failing: boolean;
  /** False: what waits is lost when the page closes. */
  readonly durable: boolean;
  readonly rejected: number;
  readonly overflowed: number;
  readonly signedOut: boolean;
}

export interface PositionReporter {
  getReport(): PositionReport;
  subscribe(listener: () => void): () => void;
  /** Takes the queue and its storage; nothing of the browser is touched before. May follow a `close`. */
  open(): void;
  /** Reads and queues positions from now on. */
  start(): void;
  stop(): void;
  setTicket(ticketId: number | null): void;
  /** Asks the device again and sends at once. */
  retry(): void;
  /** @returns whether everything was durable in time */
  drained(timeoutMs: number): Promise<boolean>;
  close(): void;
}

export interface PositionReporterParts {
  readonly driverId: number;
  readonly send: (fixes: readonly Fix[]) => Promise<SendOutcome>;
  readonly serverNowMs: () => number;
}

/** Before anything is known, and while nothing is read. */
export const OFF_REPORT: PositionReport = {
  state: { kind: 'off' },
  newest: null,
  waiting: 0,
  failing: false,
  durable: true,
  rejected: 0,
  overflowed: 0,
  signedOut: false,
};

/** One per console page; composes the browser's geolocation, lock and storage with the queue. */
export function createPositionReporter(parts: PositionReporterParts): PositionReporter {
  const listeners = new Set<() => void>();
  let closing = new AbortController();
  let obstacle: PositionState | null = null;
  let report = OFF_REPORT;
  let sender: FixSender | null = null;
  let watch: GeolocationWatch | null = null;
  let wanted = false;
  let ticketId: number | null = null;
  let batteryPercent: number | null = null;

  const update = (change: Partial<PositionReport>) => {
    report = { ...report, ...change };
    for (const listener of listeners) listener();
  };

  const read = () => {
    if (!wanted || sender === null || watch !== null) return;
    watch = watchGeolocation({
      geolocation: navigator.geolocation,
      onState: (state) => update({ state }),
      onReading: (reading) => {
        const localNowMs = Date.now();
        const offsetMs = parts.serverNowMs() - localNowMs;
        const fix = fixOfReading(reading, localNowMs, offsetMs, { ticketId, batteryPercent });
        update({ newest: fix });
        sender?.add(fix);
      },
      schedule,
    });
  };

  const own = async (signal: AbortSignal) => {
    const storage = await openFixStorage(parts.driverId, indexedDB).catch(() => null);
    if (signal.aborted) {
      storage?.close();
      return;
    }
    const opened = createFixSender({
      storage: storage ?? memoryFixStorage(),
      send: parts.send,
      nowMs: Date.now,
      random: Math.random,
      schedule,
    });
    sender = opened;
    const show = () => {
      const queue = opened.queue();
      update({
        waiting: queue.fixes.length,
        failing: queue.failures > 0,
        durable: storage !== null && opened.durable(),
        rejected: queue.rejected,
        overflowed: queue.overflowed,
        signedOut: queue.signedOut,
      });
    };
    opened.subscribe(show);
    show();
    if (report.state.kind === 'other_tab') update({ state: { kind: 'off' } });
    read();
  };

  const wake = () => {
    if (document.visibilityState !== 'visible') return;
    watch?.refresh();
    sender?.retry();
  };

  const open = () => {
    closing = new AbortController();
    const { signal } = closing;
    obstacle = unusable();
    if (obstacle === null) {
      void holdLock(
        `callout-fixes-${parts.driverId}`,
        signal,
        () => own(signal),
        () => update({ state: { kind: 'other_tab' } }),
      );
    }
    window.addEventListener('online', () => sender?.retry(), { signal });
    document.addEventListener('visibilitychange', wake, { signal });
    void watchPermission(signal, () => watch?.retry());
    void watchBattery(signal, (percent) => (batteryPercent = percent));
  };

  return {
    open,
    getReport: () => report,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      wanted = true;
      if (obstacle !== null) update({ state: obstacle });
      read();
    },
    stop() {
      wanted = false;
      watch?.close();
      watch = null;
      if (report.state.kind !== 'other_tab') update({ state: { kind: 'off' } });
    },
    setTicket(id) {
      ticketId = id;
    },
    retry() {
      watch?.retry();
      sender?.retry();
    },
    drained: (timeoutMs) => sender?.drained(timeoutMs) ?? Promise.resolve(true),
    close() {
      closing.abort();
      watch?.close();
      sender?.close();
      watch = null;
      sender = null;
    },
  };
}

/** Why this page cannot read a position at all; null when it can. */
function unusable(): PositionState | null {
  if (!window.isSecureContext) return { kind: 'insecure' };
  return 'geolocation' in navigator ? null : { kind: 'unsupported' };
}

/**
 * Runs `own` while this page alone holds the name, until the signal aborts; calls `busy` when another page
 * has it, and takes over when that page closes.
 */
async function holdLock(
  name: string,
  signal: AbortSignal,
  own: () => Promise<void>,
  busy: () => void,
): Promise<void> {
  const hold = async () => {
    await own();
    await new Promise<void>((release) => {
      if (signal.aborted) release();
      else signal.addEventListener('abort', () => release(), { once: true });
    });
  };
  if (!('locks' in navigator)) return hold();
  // A page that is just closing (a reload) gives its lock back within a moment: only then say "busy".
  const late = schedule(BUSY_AFTER_MS, busy);
  signal.addEventListener('abort', late, { once: true });
  try {
    await navigator.locks.request(name, { signal }, () => {
      late();
      return hold();
    });
  } catch (error) {
    late();
    if (!signal.aborted) throw error;
  }
}

const BUSY_AFTER_MS = 1_500;

function schedule(delayMs: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
}
