import { ConfigError, loadBackendConfig, type BackendConfig } from '#lib/config/backend-config.ts';
import { generatedSecrets } from '#lib/config/generated-secrets.ts';
import { offerSetup } from '#backend/commands/set-up.ts';
import { prepareDataFolder } from '#backend/platform/data-folder.ts';
import { createLog } from '#backend/platform/log.ts';
import { StartError } from '#backend/platform/start-error.ts';
import { startBackend, type RunningBackend } from './start.ts';

/** `node --import tsx backend/main.ts [--demo]`: environment → backend → signals. */

const SHUTDOWN_TIMEOUT_MS = 15_000;

async function main(): Promise<void> {
  const config = await readConfig();
  const log = createLog(config.logLevel);
  process.on('unhandledRejection', (err) => log.error({ err }, 'unhandled rejection'));
  const running = await startBackend(config, { log, demo: process.argv.includes('--demo') });
  log.info({ url: running.url, database: config.databaseUrl === null ? 'embedded' : 'server' }, 'listening');
  stopOnSignals(running);
  const token = await offerSetup(running.backend.db);
  if (token !== null) {
    process.stdout.write(
      `There is no administrator yet. Make the first one here, once:\n  ${config.publicUrl}/setup/${token}\n`,
    );
  }
}

async function readConfig(): Promise<BackendConfig> {
  const { env } = process;
  const isSet = (name: string) => (env[name] ?? '').trim() !== '';
  const complete = ['REVERB_APP_ID', 'REVERB_APP_KEY', 'REVERB_APP_SECRET'].every(isSet);
  const dataDir = (env['DATA_DIR'] ?? '').trim() || './data';
  return loadBackendConfig(env, complete ? {} : await generatedSecrets(prepareDataFolder(dataDir)));
}

function stopOnSignals(running: RunningBackend): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    running.backend.log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), SHUTDOWN_TIMEOUT_MS).unref();
    running.close().then(
      () => process.exit(0),
      (err: unknown) => {
        running.backend.log.error({ err }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

main().catch((error: unknown) => {
  const expected = error instanceof ConfigError || error instanceof StartError;
  process.stderr.write(
    `${expected ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exit(1);
});
