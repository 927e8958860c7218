import { expect, it } from 'vitest';
import { noteServerTime, onServerTime } from './server-times.ts';

it('passes on the time of an answer until it is told to stop, and nothing that is no time', () => {
  const heard: number[] = [];
  const stop = onServerTime((serverMs) => heard.push(serverMs));
  noteServerTime('Sat, 28 Nov 2026 11:45:18 GMT');
  noteServerTime(null);
  noteServerTime('yesterday');
  stop();
  noteServerTime('Sat, 28 Nov 2026 11:45:19 GMT');
  expect(heard).toEqual([Date.UTC(2026, 10, 28, 11, 45, 18)]);
});
