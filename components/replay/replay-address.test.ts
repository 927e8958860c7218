import { describe, expect, it } from 'vitest';
import { addressOfReplay, replayOfAddress, type ReplayRequest } from './replay-address.ts';

const driver = { kind: 'driver', id: 3 } as const;
const ticket = { kind: 'ticket', id: 9 } as const;

describe('the address of a replay', () => {
  it.each<[string, ReplayRequest]>([
    [
      '2026-11-28T08:00Z..2026-11-28T09:00:30Z',
      {
        kind: 'driver',
        driverId: 3,
        span: { fromMs: Date.UTC(2026, 10, 28, 8), toMs: Date.UTC(2026, 10, 28, 9, 0, 30) },
      },
    ],
    ['track', { kind: 'ticket', ticketId: 9 }],
  ])('says the same when it is read and written: %s', (text, request) => {
    expect(replayOfAddress(request.kind === 'driver' ? driver : ticket, text)).toEqual(request);
    expect(addressOfReplay(request)).toBe(text);
  });

  it.each([
    null,
    '',
    'track',
    '2026-11-28T08:00Z',
    '2026-11-28T08:00Z..',
    '2026-11-28T09:00Z..2026-11-28T08:00Z',
    '2026-11-28T08:00Z..2026-11-28T08:00Z',
    '2026-11-01T08:00Z..2026-11-28T08:00Z',
    '2026-11-28T08:00..2026-11-28T09:00',
    '2026-13-28T08:00Z..2026-13-28T09:00Z',
    '2026-11-28T08:00Z..2026-11-28T09:00Z..2026-11-28T10:00Z',
  ])('replays nothing of a driver for %j', (text) => {
    expect(replayOfAddress(driver, text)).toBeNull();
  });

  it('belongs to what is selected', () => {
    expect(replayOfAddress({ kind: 'none' }, 'track')).toBeNull();
    expect(replayOfAddress(ticket, '2026-11-28T08:00Z..2026-11-28T09:00Z')).toBeNull();
  });
});
