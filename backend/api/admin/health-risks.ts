import type { Backend } from '#backend/platform/backend.ts';
import { isLoopbackUrl } from '#lib/config/backend-config.ts';
import type { Health } from '#lib/protocol/health.ts';

const NAMES = { embedded: 'The embedded broker', reverb: 'Reverb', pusher: 'Pusher' } as const;
/** Share of the sockets' limit from which an administrator should think of a higher one. */
const NEARLY_FULL = 0.8;

/** What an administrator should know or do, the urgent first; pure but for what it is given. */
export function healthRisks(
  { broker, database, sockets, counters }: Omit<Health, 'risks'>,
  { config, fleet }: Pick<Backend, 'config' | 'fleet'>,
): string[] {
  const risks: string[] = [];
  const name = NAMES[broker.driver];
  if (database.state === 'down')
    risks.push('The database does not answer: nothing can be changed until it is back.');
  if (broker.state === 'down')
    risks.push(
      `${name} takes no events. Changes are safe and are sent in order once it is back; until then screens show them only after asking again.`,
    );
  if (broker.state === 'delayed')
    risks.push('Events are late: screens may be behind by as much as the oldest waiting event.');
  if (database.connections.waiting > 0)
    risks.push('Calls wait for a database connection: the database is slower than the load.');
  if (sockets.pusher + sockets.plain >= NEARLY_FULL * sockets.limit)
    risks.push(
      `${sockets.pusher + sockets.plain} of ${sockets.limit} sockets are in use. Raise REALTIME_MAX_CONNECTIONS before it is full.`,
    );
  if (broker.driver !== 'embedded')
    risks.push(
      `${name} cannot end a single subscription. The own channels of a withdrawn link or a disabled account are sent nothing more; the channels of tickets and of the fleet are shared, so whoever has lost the right to one hears it until that socket closes.`,
    );
  if (fleet.health.droppedRows > 0)
    risks.push(
      `${fleet.health.droppedRows} positions were not shown on the map because the broker was away; they are stored.`,
    );
  if ((counters['webhooks_dropped'] ?? 0) > 0)
    risks.push('Some webhooks were given up because their receiver was away for too long.');
  if (!isLoopbackUrl(config.publicUrl)) {
    if (config.publicUrl.startsWith('http:'))
      risks.push('The page is served without TLS: passwords and positions can be read on the way.');
    if (config.allowedOrigins.length === 0)
      risks.push('ALLOWED_ORIGINS is empty: a page of any site may open a socket with our key.');
  }
  return risks;
}
