/** What the commands tell the person in front of them: steps with their seconds, and plain sentences. */

const started = Date.now();
const STILL_AT_IT_EVERY_MS = 10_000;

export const say = (text = '') => process.stdout.write(`${text}\n`);

export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** Seconds since the command began. */
export const elapsedMs = () => Date.now() - started;

/** Ends the command with one sentence that says what is wrong and what to do. */
export class Sentence extends Error {}

/** Runs one long step: says that it began, that it is still going, and how long it took. */
export async function step(title, work) {
  const began = Date.now();
  say(`→ ${title} …`);
  const timer = setInterval(
    () => say(`  … ${title}: ${Math.round((Date.now() - began) / 1000)} s`),
    STILL_AT_IT_EVERY_MS,
  );
  try {
    const result = await work();
    say(`✓ ${title} (${seconds(Date.now() - began)})`);
    return result;
  } finally {
    clearInterval(timer);
  }
}
