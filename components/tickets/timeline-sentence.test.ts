import { describe, expect, it } from 'vitest';
import type { TimelineEvent } from '#lib/protocol/ticket.ts';
import { timelineSentence } from './timeline-sentence.ts';

const event = (over: Partial<TimelineEvent>): TimelineEvent => ({
  id: 1,
  type: 'ticket.updated',
  at: '2026-11-21T12:00:00.000Z',
  actor: { id: 1, name: 'Dana', role: 'dispatcher' },
  note: null,
  before: null,
  after: null,
  ...over,
});
const nameOf = (id: number) => ({ 7: 'Omar', 8: 'Zoe' })[id] ?? null;
const say = (over: Partial<TimelineEvent>) => timelineSentence(event(over), nameOf);
const omar = { id: 70, name: 'Omar', role: 'driver' };

describe('the timeline says what happened', () => {
  it.each([
    [{ type: 'ticket.created' }, 'Created the ticket'],
    [{ type: 'ticket.offered', after: { driver_ids: [7, 8] } }, 'Offered it to Omar and Zoe'],
    [{ type: 'ticket.offered', after: { driver_ids: [99] } }, 'Offered it'],
    [{ type: 'ticket.assigned', after: { driver_id: 7, driver_name: 'Omar' } }, 'Assigned it to Omar'],
    [
      { type: 'ticket.assigned', before: { driver_id: 8 }, after: { driver_id: 7 } },
      'Moved it from Zoe to Omar',
    ],
    [{ type: 'ticket.assigned', actor: omar, after: { driver_id: 7 } }, 'Took the ticket'],
    [{ before: { status: 'assigned' }, after: { status: 'en_route' } }, 'Set the status to en route'],
    [
      { before: { status: 'assigned', driver_id: 7 }, after: { status: 'created' } },
      'Took it back from Omar',
    ],
    [{ before: { status: 'offered' }, after: { status: 'created' } }, 'Back in the queue'],
    [
      { before: { priority: 'low' }, after: { priority: 'high', notes: 'x' } },
      'Changed the priority and the notes',
    ],
    [{ type: 'offer.updated', after: { status: 'expired', driver_id: 7 } }, 'Omar did not answer in time'],
    [{ before: { latest_update: null }, after: { latest_update: 'Late' } }, 'Told everybody on the ticket'],
    [
      { before: { status: 'assigned' }, after: { status: 'en_route', latest_update: 'Late' } },
      'Set the status to en route',
    ],
    [{ type: 'something.new' }, 'Changed details'],
  ] as const)('%j → %s', (over, sentence) => expect(say(over)).toBe(sentence));

  it('tells an accepted offer once, by the assignment', () => {
    expect(
      say({ type: 'offer.updated', actor: omar, after: { status: 'accepted', driver_id: 7 } }),
    ).toBeNull();
    expect(say({ type: 'offer.created', after: { status: 'pending', driver_id: 7 } })).toBeNull();
  });
});
