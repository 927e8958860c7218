import 'server-only';
import { ConfigError } from '#lib/config/backend-config.ts';
import { webConfig } from '#lib/config/web-config.server.ts';
import type { WebConfig } from '#lib/config/web-config.ts';
import { openFrontDoor } from './front-door.server.ts';

/** Checks the settings and looks after what Next leaves open; an unusable setting ends the process. */
export async function startWeb(): Promise<void> {
  const config = await usableConfig();
  // next-auth reads these two from the environment, whatever its options say.
  process.env['NEXTAUTH_URL'] ??= config.publicUrl;
  process.env['NEXTAUTH_SECRET'] ??= config.sessionSecret;
  openFrontDoor(config);
}

async function usableConfig(): Promise<WebConfig> {
  try {
    return await webConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exit(1);
  }
}
