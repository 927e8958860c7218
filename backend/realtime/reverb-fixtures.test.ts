import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLiveServer, type LiveServer, type RawClient } from '#tests/support/live-server.ts';

/**
 * Frames recorded between real clients and Laravel Reverb 1.10.2, played against this server: what a
 * client of Reverb sends must be answered alike, byte for byte, but for the differences on purpose.
 * The recordings are kept beside the repository; where they are not, the suite says so and is skipped.
 */
const LOG = fileURLToPath(
  new URL('../../../shared/fixtures/laravel-reverb-1.10.2-wire.log', import.meta.url),
);
const recorded = existsSync(LOG);

interface Recorded {
  readonly direction: '<' | '>';
  readonly text: string;
}

/** The text frames of one heading of the recording, for one connection or all. */
function framesOf(heading: string): Recorded[] {
  const log = readFileSync(LOG, 'utf8');
  const start = log.indexOf(`#### ${heading}`);
  if (start < 0) throw new Error(`the recording has no part ${heading}`);
  const part = log.slice(start, log.indexOf('\n####', start + 5));
  return [...part.matchAll(/^ *[\d.]+ c\d+\(reverb\) ([<>]) TEXT .*?payload \d+ B: (.*)$/gmu)].map(
    ([, direction, text = '']) => ({ direction: direction === '<' ? '<' : '>', text }),
  );
}

/** Reverb escapes slashes and non-ASCII, and PHP turns {} into []: the same JSON value otherwise. */
function sameValue(text: string): unknown {
  const frame = JSON.parse(text) as { data?: unknown };
  if (typeof frame.data !== 'string') return frame;
  try {
    return { ...frame, data: JSON.parse(frame.data) as unknown };
  } catch {
    return frame;
  }
}

describe.skipIf(!recorded)('frames recorded with Laravel Reverb', () => {
  let server: LiveServer;
  let client: RawClient;
  beforeAll(async () => {
    server = await openLiveServer();
    client = await server.client();
  });
  afterAll(() => server.close());

  const answersTo = async (heading: string): Promise<[ours: string[], theirs: string[]]> => {
    const frames = framesOf(heading);
    for (const frame of frames) if (frame.direction === '>') client.send(frame.text);
    client.send('{"event":"pusher:ping"}');
    const ours: string[] = [];
    for (;;) {
      const text = await client.nextText();
      if (text === '{"event":"pusher:pong"}' && !heading.startsWith('P1')) break;
      ours.push(text);
      const pings = frames.filter((frame) => frame.text.includes('pusher:ping')).length;
      if (heading.startsWith('P1') && ours.length === pings + 1) {
        ours.pop();
        break;
      }
    }
    return [ours, frames.filter((frame) => frame.direction === '<').map((frame) => frame.text)];
  };

  it.each(['E3 malformed JSON', 'E4 JSON, not an object', 'E5 unknown pusher: event'])(
    '%s',
    async (heading) => {
      const [ours, theirs] = await answersTo(heading);
      expect(ours).toEqual(theirs);
      expect(ours.length).toBeGreaterThan(0);
    },
  );

  it('E9 data given as a JSON string', async () => {
    const [ours, theirs] = await answersTo('E9 data given as a JSON string');
    expect(ours).toEqual(theirs);
  });

  it('P1 pusher:ping / pusher:pong', async () => {
    const [ours, theirs] = await answersTo('P1 pusher:ping');
    expect(ours).toEqual(theirs.filter((text) => !text.includes('connection_established')));
  });

  it('the first frame has the same shape', async () => {
    const [first] = framesOf('E2 bad auth').filter((frame) => frame.direction === '<');
    const shape = (text: string) => text.replaceAll(/\d+\.\d+/gu, 'N.N');
    const fresh = server.open();
    expect(shape(await fresh.nextText())).toBe(shape(first?.text ?? ''));
  });

  it('private, presence and client events carry the same values', async () => {
    const [one, two] = [await server.client(), await server.client()];
    const theirs = framesOf('F1 presence').filter(
      (frame) => frame.direction === '<' && frame.text.includes('presence-'),
    );
    const join = async (at: RawClient, id: string, name: string) => {
      const answer = at.subscribe('presence-fleet.9', { user_id: id, user_info: { name } });
      await answer;
      return answer;
    };
    const values = theirs.map((frame) => JSON.stringify(sameValue(frame.text)));
    const ours: unknown[] = [await join(one, '1', 'One')];
    const joined = await join(two, '2', 'Zwei ä');
    ours.push(await one.next(), joined);
    two.send('{"event":"client-hi","data":{"x":1},"channel":"presence-fleet.9"}');
    ours.push(await one.next());
    two.send('{"event":"pusher:unsubscribe","data":{"channel":"presence-fleet.9"}}');
    ours.push(await one.next());
    for (const frame of ours) expect(values).toContain(JSON.stringify(frame));
  });

  it('E2 differs on purpose: a refused subscription names its channel', async () => {
    const frames = framesOf('E2 bad auth signature').filter((frame) => frame.direction === '>');
    client.send(frames[0]?.text ?? '');
    expect(await client.next()).toMatchObject({
      ...{ event: 'pusher:subscription_error', channel: 'private-customer.1.driver-location' },
    });
  });
});

it.runIf(!recorded)('has no recordings to compare with', () => {
  console.info(`skipped: ${LOG} is not here`);
  expect(recorded).toBe(false);
});
