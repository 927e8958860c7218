import 'server-only';
import { generatedSecrets } from './generated-secrets.ts';
import { loadWebConfig, WebEnvironment, type WebConfig } from './web-config.ts';

let loaded: Promise<WebConfig> | undefined;

/**
 * The web process's settings, read once from the environment it was started with: one build serves any
 * deployment. instrumentation.ts asks first, so that an unusable value stops the start.
 */
export function webConfig(): Promise<WebConfig> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<WebConfig> {
  const env = process.env;
  const dataDir = WebEnvironment.shape.DATA_DIR.parse(env['DATA_DIR']);
  const complete = isSet(env['NEXTAUTH_SECRET']) && isSet(env['REVERB_APP_KEY']);
  const generated = complete ? {} : await generatedSecrets(dataDir);
  return loadWebConfig(env, generated);
}

const isSet = (value: string | undefined): boolean => (value ?? '').trim() !== '';
