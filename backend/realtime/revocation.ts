import type { Logger } from 'pino';
import type { Backend } from '#backend/platform/backend.ts';
import { accessRefusal, loadAccessFacts } from './channel-access.ts';
import type { Hub } from './hub.ts';

export interface Revocation {
  /** Asks again for every right now; resolves when that is done. */
  sweep(): Promise<void>;
  close(): void;
}

/** Contract: a subscription whose right has ended is dropped within 5 s. */
const SWEEP_MS = 2_000;

/**
 * Asks for every subscription whether its right still stands: token, user, link, the ticket's people.
 * A revocation that this process hears of is followed at once, any other by the next sweep.
 */
export function startRevocation(
  hub: Hub,
  backend: Pick<Backend, 'db' | 'clock' | 'sessions'>,
  log: Logger,
): Revocation {
  let running: Promise<void> | null = null;
  let again = false;

  const check = async (): Promise<void> => {
    const questions = [...hub.grantedSubscriptions()];
    if (questions.length === 0) return;
    const facts = await loadAccessFacts(backend.db, questions);
    const nowMs = backend.clock.nowMs();
    for (const question of questions) {
      const reason = accessRefusal(question, facts, nowMs);
      if (reason === null) continue;
      log.info(
        { socketId: question.subscriber.socketId, channel: question.channel, code: reason.code },
        'subscription ended',
      );
      hub.drop(question, reason);
    }
  };

  const loop = async (): Promise<void> => {
    do {
      again = false;
      await check();
    } while (again);
  };

  const sweep = (): Promise<void> => {
    if (running !== null) {
      again = true;
      return running;
    }
    running = loop().finally(() => {
      running = null;
    });
    return running;
  };

  const sweepQuietly = (): void => {
    // The database is away: rights stand as they are until it answers, and the next sweep asks again.
    sweep().catch((err: unknown) => log.warn({ err }, 'subscriptions not checked'));
  };
  const stopListening = backend.sessions.onRevoked(sweepQuietly);
  const timer = setInterval(sweepQuietly, SWEEP_MS);
  timer.unref();
  return {
    sweep,
    close: () => {
      stopListening();
      clearInterval(timer);
    },
  };
}
