import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { ActivityLog } from './activity.ts';

function openLog() {
  const clock = new ManualClock();
  const lines: Record<string, unknown>[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  return { clock, lines, activity: new ActivityLog(clock, pino({ base: null }, sink)) };
}

describe('the activity log', () => {
  it('writes a flat line with a stable event name', () => {
    const { lines, activity } = openLog();
    activity.record({
      ...{ event: 'channel.refused', socketId: '1.2', kind: 'pusher', address: '10.0.0.1' },
      ...{ principal: { kind: 'user', userId: 7, tokenId: 9 }, channels: ['private-user.8'] },
      ...{ code: 'forbidden', reason: 'Not yours.' },
    });
    expect(lines[0]).toMatchObject({
      ...{ event: 'channel.refused', socket_id: '1.2', socket_kind: 'pusher', address: '10.0.0.1' },
      ...{ user_id: 7, channels: ['private-user.8'], code: 'forbidden', reason: 'Not yours.' },
    });
    expect(lines[0]).not.toHaveProperty('tokenId');
  });

  it('keeps the newest of each kind: a stream of pushes does not push out a refusal', () => {
    const { activity } = openLog();
    activity.record({ event: 'socket.refused', code: 4001 });
    for (let count = 0; count < 5_000; count += 1)
      activity.record({ event: 'event.pushed', name: `e${count}` });
    const all = activity.recent();
    expect(all).toHaveLength(500);
    expect(all[0]?.name).toBe('e4999');
    expect(activity.recent(['refusals'])).toMatchObject([{ event: 'socket.refused' }]);
    expect(activity.count('event.pushed')).toBe(5_000);
  });

  it('cuts what a client wrote to a bound', () => {
    const { activity } = openLog();
    activity.record({ event: 'socket.closed', reason: 'x'.repeat(10_000), channels: Array(100).fill('c') });
    const [entry] = activity.recent();
    expect(entry?.reason).toHaveLength(200);
    expect(entry?.channels).toHaveLength(5);
  });

  it('stops writing lines in a storm, and says how many it left out', () => {
    const { clock, lines, activity } = openLog();
    for (let count = 0; count < 3_000; count += 1) activity.record({ event: 'socket.refused', code: 4100 });
    expect(lines).toHaveLength(1_000);
    clock.advance(1_000);
    activity.record({ event: 'socket.opened' });
    expect(lines.slice(1_000)).toMatchObject([
      { event: 'activity.unwritten', lines: 2_000 },
      { event: 'socket.opened' },
    ]);
  });
});
