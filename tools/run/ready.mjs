import { setTimeout as wait } from 'node:timers/promises';
import { Sentence } from './say.mjs';

const ASK_EVERY_MS = 100;

/** Asks an address until it answers below 400; a sentence when its process has ended or time is up. */
export async function waitUntilReady(name, url, child, withinMs = 60_000) {
  const deadline = Date.now() + withinMs;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Sentence(`The ${name} ended before it was ready; what it said is above.`);
    }
    if (Date.now() > deadline) {
      throw new Sentence(`The ${name} is not ready after ${withinMs / 1000} s (asked ${url}).`);
    }
    if (await answers(url)) return;
    await wait(ASK_EVERY_MS);
  }
}

async function answers(url) {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.status < 400;
  } catch {
    return false; // not listening yet: asked again until the deadline
  }
}
