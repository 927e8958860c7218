import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { APP, openLiveServer, type LiveServer } from '#tests/support/live-server.ts';

const hasCurl = (() => {
  try {
    execFileSync('curl', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

let server: LiveServer;
afterEach(() => server.close());

/** What curl prints of an upgrade until `until` is in it, or until it ends. */
async function upgrade(url: string, until: string): Promise<string> {
  const headers = [
    ...['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ].flatMap((header) => ['-H', header]);
  const args = ['--silent', '--include', '--no-buffer', '--http1.1', '--max-time', '10', ...headers, url];
  const curl = spawn('curl', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(curl, 'close');
  let text = '';
  curl.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    if (text.includes(until)) curl.kill();
  });
  await ended;
  return text;
}

describe.runIf(hasCurl)('curl, whose handshake nobody here wrote', () => {
  it('1.1 is answered 101 with the accept key of RFC 6455, and greeted', async () => {
    server = await openLiveServer();
    const text = await upgrade(`http://127.0.0.1:${server.port}/app/${APP.appKey}`, 'activity_timeout');
    expect(text).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/u);
    expect(text).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
    expect(text).toContain('"event":"pusher:connection_established"');
  });

  it('1.2 is told 4001 after the 101 when the key is unknown', async () => {
    server = await openLiveServer();
    const text = await upgrade(`http://127.0.0.1:${server.port}/app/unknown`, '\\"code\\":4001');
    expect(text).toMatch(/^HTTP\/1\.1 101 /u);
    expect(text).toContain('\\"code\\":4001');
  });
});
