import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { APP, openLiveServer, type LiveServer } from '#tests/support/live-server.ts';

/** The client that people reach for at a prompt, as the binary that they run. */
const WSCAT = fileURLToPath(new URL('../../node_modules/.bin/wscat', import.meta.url));

let server: LiveServer;
let wscat: ChildProcessWithoutNullStreams | undefined;
afterEach(async () => {
  if (wscat !== undefined && wscat.exitCode === null && wscat.signalCode === null) {
    const ended = once(wscat, 'close');
    wscat.kill();
    await ended;
  }
  await server.close();
});

/** Types the lines once connected, and returns what is shown until `until` is in it, or until it ends. */
async function converse(path: string, lines: readonly string[], until: string): Promise<string> {
  const execute = lines.flatMap((line) => ['--execute', line]);
  const url = `ws://127.0.0.1:${server.port}${path}`;
  const child = spawn(process.execPath, [WSCAT, '--no-color', '--wait', '60', '--connect', url, ...execute]);
  wscat = child;
  let text = '';
  const shown = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
        if (text.includes(until)) resolve();
      });
  });
  await Promise.race([shown, once(child, 'close')]);
  return text;
}

const subscribe = JSON.stringify({ event: 'pusher:subscribe', data: { channel: 'news' } });

describe.runIf(existsSync(WSCAT))('wscat, whose frames nobody here wrote', () => {
  it('3.1 connects, subscribes and receives', async () => {
    server = await openLiveServer();
    const joined = converse(`/app/${APP.appKey}`, [subscribe], '"headline"');
    // Whatever is published before the subscription stands is heard by nobody.
    await expect.poll(() => server.hub.hasSubscribers('news'), { timeout: 20_000 }).toBe(true);
    server.hub.publish(['news'], 'headline', '{"n":1}');
    const text = await joined;
    expect(text).toContain('"event":"pusher:connection_established"');
    expect(text).toContain('"event":"pusher_internal:subscription_succeeded"');
    expect(text).toContain('{"event":"headline","data":"{\\"n\\":1}","channel":"news"}');
  }, 40_000);

  it('1.2 is told that the key is unknown, and closed', async () => {
    server = await openLiveServer();
    const text = await converse('/app/unknown', [], 'code: 4001');
    expect(text).toContain('"code\\":4001');
  }, 40_000);
});
