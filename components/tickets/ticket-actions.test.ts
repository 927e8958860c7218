import { describe, expect, it } from 'vitest';
import { TICKET_STATUSES, canTransition, isEnded } from '#lib/domain/ticket-status.ts';
import { pushableStatuses, ticketActions } from './ticket-actions.ts';

describe('ticketActions', () => {
  it.each(TICKET_STATUSES)('offers only legal next steps from %s', (status) => {
    const actions = ticketActions({ status });
    for (const next of actions.steps) expect(canTransition(status, next)).toBe(true);
    expect(actions.cancel).toBe(canTransition(status, 'canceled'));
    expect(actions.assign !== null).toBe(canTransition(status, 'assigned'));
    expect(actions.release !== null).toBe(canTransition(status, 'created'));
  });

  it.each(TICKET_STATUSES.filter(isEnded))('leaves nothing to do on a ticket that is %s', (status) => {
    expect(ticketActions({ status })).toEqual({
      offer: false,
      assign: null,
      release: null,
      steps: [],
      cancel: false,
      edit: false,
    });
  });

  it.each(TICKET_STATUSES)(
    'pushes only legal next steps from %s, and none that has a form of its own',
    (status) => {
      const steps = pushableStatuses({ status });
      for (const next of steps) expect(canTransition(status, next)).toBe(true);
      for (const own of ['created', 'offered', 'assigned'] as const) expect(steps).not.toContain(own);
    },
  );

  it('calls taking it from a driver reassign and taking an offer back withdraw', () => {
    expect(ticketActions({ status: 'offered' })).toMatchObject({ assign: 'assign', release: 'withdraw' });
    expect(ticketActions({ status: 'en_route' })).toMatchObject({ assign: 'reassign', release: 'unassign' });
  });
});
