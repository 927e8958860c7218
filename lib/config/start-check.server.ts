import 'server-only';
import { ConfigError } from './backend-config.ts';
import { webConfig } from './web-config.server.ts';

/** Reads the settings before the first request; ends the process when they cannot be used. */
export async function stopOnUnusableSettings(): Promise<void> {
  try {
    const config = await webConfig();
    // next-auth reads these two from the environment, whatever its options say.
    process.env['NEXTAUTH_URL'] ??= config.publicUrl;
    process.env['NEXTAUTH_SECRET'] ??= config.sessionSecret;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exit(1);
  }
}
