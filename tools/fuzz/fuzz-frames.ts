import { createHmac, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createRandom, type Random } from '#tools/simulator/random.ts';
import type { Findings, FuzzTarget } from './fuzz-target.ts';
import { mutateBytes, mutateJson, mutateText, oddText, toWellFormed } from './mutate.ts';

const FRAMES_PER_SOCKET = 40;
const SOCKETS_AT_ONCE = 12;
/** A server that has not answered a ping by then hangs. */
const ANSWER_WITHIN_MS = 20_000;
const Established = z.object({ data: z.string() });
const SocketId = z.object({ socket_id: z.string() });

/** Sends `frames` damaged frames over sockets of both protocols, some as damaged bytes of RFC 6455. */
export async function fuzzFrames(
  target: FuzzTarget,
  frames: number,
  seed: string,
  findings: Findings,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      const from = next;
      next += FRAMES_PER_SOCKET;
      if (from >= frames) return;
      const count = Math.min(FRAMES_PER_SOCKET, frames - from);
      const random = createRandom(`${seed}/frames/${from}`);
      const name = `frames ${from}–${from + count - 1} of seed ${seed}`;
      try {
        if (random.chance(0.15)) await fuzzRaw(target, random, count);
        else if (random.chance(0.65)) await fuzzPusher(target, random, count);
        else await fuzzPlain(target, random, count);
      } catch (error) {
        findings.add(`${name}: ${String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: SOCKETS_AT_ONCE }, worker));
}

async function fuzzPusher({ url, app }: FuzzTarget, random: Random, count: number): Promise<void> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/app/${app.key}?protocol=7`);
  const first = new Promise<string>((resolve) =>
    socket.once('message', (data: Buffer) => resolve(data.toString())),
  );
  await open(socket);
  const text = await within(first);
  const { socket_id } = SocketId.parse(JSON.parse(Established.parse(JSON.parse(text)).data));
  const sign = (rest: string) =>
    `${app.key}:${createHmac('sha256', app.secret).update(`${socket_id}:${rest}`).digest('hex')}`;
  for (let n = 0; n < count; n += 1) send(socket, mutateJson(pusherFrame(random, sign), random), random);
  await settled(socket, '{"event":"pusher:ping"}', random);
}

function pusherFrame(random: Random, sign: (rest: string) => string): unknown {
  const channel = random.pick([
    'open',
    'cache-a',
    'private-ticket.1',
    'private-cache-b',
    'presence-room',
    oddText(random),
  ]);
  const user = JSON.stringify({
    user_id: String(Math.floor(random.between(1, 5))),
    user_info: { name: 'N' },
  });
  const userData = JSON.stringify({ id: '7' });
  return random.pick<unknown>([
    { event: 'pusher:subscribe', data: { channel } },
    { event: 'pusher:subscribe', data: { channel, auth: sign(channel) } },
    {
      event: 'pusher:subscribe',
      data: { channel: 'presence-room', auth: sign(`presence-room:${user}`), channel_data: user },
    },
    { event: 'pusher:unsubscribe', data: { channel } },
    { event: 'pusher:signin', data: { auth: sign(`:user::${userData}`), user_data: userData } },
    { event: 'client-typing', channel, data: { on: true, text: oddText(random) } },
    { event: 'pusher:ping', data: {} },
    { event: 'pusher:pong' },
  ]);
}

async function fuzzPlain({ url, tokens }: FuzzTarget, random: Random, count: number): Promise<void> {
  const path = random.pick([
    '/ws/driver',
    '/ws/client',
    '/ws/client/1',
    `/ws/${encodeURIComponent(toWellFormed(oddText(random)))}`,
  ]);
  const token = random.chance(0.9) ? random.pick(tokens) : oddText(random);
  const query = random.chance(0.8) ? `?token=${encodeURIComponent(toWellFormed(token))}` : '';
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}${query}`);
  try {
    await open(socket);
  } catch {
    // Refused before the upgrade, as an unknown path is.
    return;
  }
  if (query === '') send(socket, mutateJson({ type: 'auth', token }, random), random);
  for (let n = 0; n < count; n += 1) send(socket, mutateJson(plainFrame(random), random), random);
  await settled(socket, '{"type":"ping","timestamp":1}', random);
}

function plainFrame(random: Random): unknown {
  const at = { latitude: 57.7, longitude: 11.97, recorded_at: new Date().toISOString() };
  const rpc = (method: string, params: unknown) => ({ jsonrpc: '2.0', id: 1, method, params });
  return random.pick<unknown>([
    { lat: 57.7, lng: 11.97, orderId: 1 },
    { type: 'location_update', ...at, heading: 90, speed: 10, accuracy: 5, seq: 3 },
    { type: 'ping', timestamp: 1 },
    { type: 'message', text: 'hello' },
    { type: 'subscribe', channel: 'private-ticket.1' },
    { type: 'unsubscribe', channel: 'private-ticket.1' },
    { type: 'publish', channel: 'private-ticket.1', event: 'client-typing', data: { on: true } },
    rpc('ticket.get', { ticket_id: 1 }),
    rpc('ticket.setStatus', { ticket_id: 1, status: 'en_route', note: 'x' }),
    rpc('offer.accept', { offer_id: 1 }),
    rpc('driver.setDuty', { duty: 'on' }),
    rpc('sync', { cursor: null }),
    [rpc('sync', {}), rpc('ticket.get', { ticket_id: 2 })],
  ]);
}

/** Bytes that are nearly frames: wrong bits, lengths, masks and opcodes, straight onto the stream. */
async function fuzzRaw({ url, app }: FuzzTarget, random: Random, count: number): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => socket.destroy());
  const head =
    `GET /app/${app.key} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n\r\n`;
  socket.write(random.chance(0.8) ? head : mutateText(head, random));
  for (let n = 0; n < count && !socket.destroyed; n += 1) {
    const text = Buffer.from(mutateJson({ event: 'pusher:ping', data: {} }, random)).subarray(0, 120);
    const frame = Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), text]);
    socket.write(random.chance(0.3) ? frame : mutateBytes(frame, random));
  }
  socket.resume();
  if (random.chance(0.5)) socket.end();
  else socket.destroy();
  await within(closed);
}

function send(socket: WebSocket, text: string, random: Random): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  const way = random.next();
  if (way < 0.05) socket.send(mutateBytes(Buffer.from(text), random), { binary: true });
  else if (way < 0.1) socket.send(text.slice(0, 3), { fin: false });
  else if (way < 0.13) socket.ping(oddText(random).slice(0, 20));
  else socket.send(text);
}

/** Waits until the server has gone through what was sent, then leaves: politely or not. */
async function settled(socket: WebSocket, ping: string, random: Random): Promise<void> {
  const gone = new Promise<void>((resolve) => {
    if (socket.readyState === WebSocket.CLOSED) resolve();
    socket.once('close', () => resolve());
  });
  if (random.chance(0.8)) {
    const answered = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        if (/"pusher:pong"|"type":"pong"/u.test(data.toString())) resolve();
      });
    });
    if (socket.readyState === WebSocket.OPEN) socket.send(ping);
    await within(Promise.race([answered, gone]));
  }
  if (random.chance(0.5)) socket.close();
  else socket.terminate();
  await within(gone);
}

async function open(socket: WebSocket): Promise<void> {
  const opened = new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  await within(opened);
  socket.on('error', () => socket.terminate());
}

async function within<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`)), ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
