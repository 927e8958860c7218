import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import {
  BENCH_CHANNEL,
  benchData,
  dueMicrosOf,
  monotonicMicros,
  publishRequest,
  type PublishTarget,
} from './bench-event.ts';
import { NumberedQuestion, type CrowdAnswer, type CrowdQuestion } from './crowd-messages.ts';
import { Histogram } from './histogram.ts';
import { RawSocket } from './raw-socket.ts';

/**
 * A crowd of subscribers in a process of its own, with the publisher among them: it alone knows when the
 * last socket has an event, so it can keep the server busy without letting queues grow.
 */

const OPENING_AT_ONCE = 50;
const UNDELIVERED_AFTER_MS = 30_000;

const sockets = new Set<RawSocket>();
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const latencies = new Histogram();
let delivered = 0;
let gone = 0;
let lastMicros = 0;
let wakeAt = Number.POSITIVE_INFINITY;
let wake = (): void => undefined;

function onEvent(dueMicros: number): void {
  delivered += 1;
  lastMicros = monotonicMicros();
  latencies.add((lastMicros - dueMicros) / 1_000);
  if (delivered >= wakeAt) wake();
}

async function untilDelivered(count: number): Promise<void> {
  if (delivered >= count) return;
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${delivered} of ${count} deliveries after ${UNDELIVERED_AFTER_MS / 1_000} s`)),
      UNDELIVERED_AFTER_MS,
    );
    wakeAt = count;
    wake = resolve;
  });
  wakeAt = Number.POSITIVE_INFINITY;
  clearTimeout(timer);
}

/** Resolves once the socket is subscribed. */
function openOne(url: URL): Promise<void> {
  return new Promise((resolve, reject) => {
    let joined = false;
    const socket = new RawSocket({
      url,
      onOpen: () => undefined,
      onText: (self, buffer, start, end) => {
        const due = dueMicrosOf(buffer, start, end);
        if (due !== undefined) {
          onEvent(due);
          return;
        }
        const text = buffer.toString('utf8', start, end);
        if (text.includes('pusher:connection_established'))
          self.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel: BENCH_CHANNEL } }));
        else if (text.includes('subscription_succeeded')) {
          joined = true;
          resolve();
        } else if (text.includes('pusher:ping')) self.send('{"event":"pusher:pong"}');
      },
      onGone: (self, answer) => {
        sockets.delete(self);
        if (joined) gone += 1;
        else reject(new Error(`A socket was not let in: ${answer ?? 'the connection broke'}`));
      },
    });
    sockets.add(socket);
  });
}

async function open(url: URL, count: number): Promise<void> {
  for (let opened = 0; opened < count; opened += OPENING_AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(OPENING_AT_ONCE, count - opened) }, () => openOne(url)));
}

function publish(target: PublishTarget, dueMicros: number, eventsPerCall: number): Promise<void> {
  const { path, body } = publishRequest(
    target,
    Array.from({ length: eventsPerCall }, () => benchData(dueMicros)),
  );
  return new Promise((resolve, reject) => {
    const call = request(
      `${target.url}${path}`,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        response.resume().on('end', () => {
          if (response.statusCode === 200) resolve();
          else reject(new Error(`The publisher was answered ${response.statusCode}.`));
        });
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

async function flood(options: Extract<CrowdQuestion, { kind: 'flood' }>): Promise<number> {
  const endMicros = monotonicMicros() + options.seconds * 1e6;
  const before = delivered;
  let events = 0;
  while (monotonicMicros() < endMicros) {
    await publish(options.target, monotonicMicros(), options.eventsPerCall);
    events += options.eventsPerCall;
    await untilDelivered(before + (events - (options.window - 1) * options.eventsPerCall) * sockets.size);
  }
  await untilDelivered(before + events * sockets.size);
  return events;
}

async function beat(options: Extract<CrowdQuestion, { kind: 'beat' }>): Promise<number> {
  const beganMicros = monotonicMicros();
  const before = delivered;
  const calls = Math.round(options.seconds * options.callsPerSecond);
  for (let call = 0; call < calls; call += 1) {
    const dueMicros = beganMicros + (call / options.callsPerSecond) * 1e6;
    const earlyMs = (dueMicros - monotonicMicros()) / 1_000;
    if (earlyMs > 0.5) await wait(earlyMs);
    await publish(options.target, dueMicros, options.eventsPerCall);
  }
  await untilDelivered(before + calls * options.eventsPerCall * sockets.size);
  return calls * options.eventsPerCall;
}

async function work(question: CrowdQuestion): Promise<number> {
  switch (question.kind) {
    case 'open':
      await open(new URL(question.url), question.count);
      return 0;
    case 'flood':
      return await flood(question);
    case 'beat':
      return await beat(question);
    case 'await':
      await untilDelivered(delivered + sockets.size);
      return 1;
  }
}

async function answer(question: CrowdQuestion): Promise<CrowdAnswer> {
  latencies.clear();
  const [before, began] = [delivered, monotonicMicros()];
  const events = await work(question);
  const seconds = (monotonicMicros() - began) / 1e6;
  return { events, delivered: delivered - before, gone, seconds, ms: latencies.percentiles(), lastMicros };
}

process.on('message', (message) => {
  const { number, question } = NumberedQuestion.parse(message);
  answer(question).then(
    (result) => process.send?.({ number, answer: result }),
    (error: unknown) => process.send?.({ number, error: String(error) }),
  );
});
// The parent is gone, killed even: so are we.
process.on('disconnect', () => process.exit());
process.send?.({ ready: true });
