import './node-version.mjs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { existsSync } from 'node:fs';
import { stopAll, stopOnSignals } from './children.mjs';
import { say, Sentence } from './say.mjs';

/** The frame around every command: the repository's folder, `.env`, signals, and errors as sentences. */
export async function command(work) {
  process.chdir(resolve(dirname(fileURLToPath(import.meta.url)), '../..'));
  // What the shell says wins over the files; the more particular file wins over the general one.
  for (const file of ['.env.local', '.env']) if (existsSync(file)) process.loadEnvFile(file);
  stopOnSignals(say);
  try {
    process.exitCode = (await work(process.argv.slice(2))) ?? 0;
  } catch (error) {
    process.stderr.write(`\n${error instanceof Sentence ? error.message : error.stack}\n`);
    await stopAll();
    process.exit(1);
  }
}
