import { describe, expect, it } from 'vitest';
import { accessRefusal, type AccessFacts } from './channel-access.ts';
import type { Principal } from './principal.ts';

const NOW = 1_000_000;
const user = (role: 'admin' | 'dispatcher' | 'driver' | 'customer', driverId: number | null = null) => ({
  ...{ name: role, role, disabled: false, driverId },
});
const facts: AccessFacts = {
  users: new Map([
    [1, user('admin')],
    [2, user('dispatcher')],
    [3, user('driver', 30)],
    [4, user('driver', 40)],
    [5, user('customer')],
    [6, user('customer')],
    [7, { ...user('dispatcher'), disabled: true }],
  ]),
  tokens: new Map([1, 2, 3, 4, 5, 6, 7].map((id) => [id, { userId: id, expiresAtMs: NOW + 1 }])),
  links: new Map([
    [70, { expiresAtMs: NOW + 1, revoked: false, ticketEndedAt: null }],
    [71, { expiresAtMs: NOW + 1, revoked: true, ticketEndedAt: null }],
    [72, { expiresAtMs: NOW, revoked: false, ticketEndedAt: null }],
    [73, { expiresAtMs: NOW + 1, revoked: false, ticketEndedAt: new Date(NOW - 7_200_000).toISOString() }],
    [74, { expiresAtMs: NOW + 1, revoked: false, ticketEndedAt: new Date(NOW - 7_199_000).toISOString() }],
  ]),
  tickets: new Map([[100, { customerId: 5, driverId: 30 }]]),
};
const of = (userId: number): Principal => ({ kind: 'user', userId, tokenId: userId });
const link = (linkId: number): Principal => ({ kind: 'link', linkId });
const ask = (principal: Principal, channel: string) => accessRefusal({ principal, channel }, facts, NOW);

describe('10 doors', () => {
  const table: readonly [channel: string, users: readonly number[]][] = [
    ['private-admin.fleet', [1, 2]],
    ['presence-dispatch', [1, 2]],
    ['presence-ticket.100', [1, 2]],
    ['presence-ticket.101', []],
    ['private-ticket.100', [1, 2, 3, 5]],
    ['private-matter.100', [1, 2, 3, 5]],
    ['private-ticket.101', []],
    ['private-customer.5.driver-location', [5]],
    ['private-driver.30', [3]],
    ['private-user.5', [5]],
    ['private-user.1', [1]],
    ['private-tracking.70', []],
    ['private-tracking.71', []],
    ['private-anything', []],
    ['private-ticket.99999999999999999999', []],
    ['public', []],
  ];
  it.each(table)('10.1 %s opens to users %j alone', (channel, allowed) => {
    const open = [1, 2, 3, 4, 5, 6, 7].filter((id) => ask(of(id), channel) === null);
    expect(open).toEqual(allowed);
  });

  it('10.2 tells a dead credential (401) from a channel that is not one’s own (403)', () => {
    expect(ask(of(6), 'private-ticket.100')).toMatchObject({ status: 403, code: 'forbidden' });
    expect(ask(of(7), 'private-admin.fleet')).toMatchObject({ status: 401 });
    expect(ask({ kind: 'user', userId: 1, tokenId: 99 }, 'private-admin.fleet')).toMatchObject({
      status: 401,
    });
    expect(ask({ kind: 'user', userId: 1, tokenId: 2 }, 'private-admin.fleet')).toMatchObject({
      status: 401,
    });
    expect(accessRefusal({ principal: of(1), channel: 'private-user.1' }, facts, NOW + 1)).toMatchObject({
      status: 401,
    });
  });

  it('10.3 opens a link’s own channel only, while the link is live', () => {
    expect(ask(link(70), 'private-tracking.70')).toBeNull();
    expect(ask(link(74), 'private-tracking.74')).toBeNull();
    expect(ask(link(70), 'private-tracking.74')).toMatchObject({ status: 403 });
    expect(ask(link(70), 'private-ticket.100')).toMatchObject({ status: 403 });
    expect(ask(link(71), 'private-tracking.71')).toMatchObject({ code: 'link_revoked' });
    expect(ask(link(72), 'private-tracking.72')).toMatchObject({ code: 'link_expired' });
    expect(ask(link(73), 'private-tracking.73')).toMatchObject({ code: 'link_ended' });
    expect(ask(link(99), 'private-tracking.99')).toMatchObject({ status: 401 });
  });
});
