import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isStopping, start, stopAll } from './children.mjs';
import { startHttpsFront } from './https-front.mjs';
import { freePort, lanAddresses, needPort, portFrom } from './ports.mjs';
import { waitUntilReady } from './ready.mjs';
import { say, Sentence } from './say.mjs';

const END_WITH_PARENT = pathToFileURL('tools/run/end-with-parent.mjs').href;

/** Where the parts listen and how they find each other; the ports are tried, so that a taken one is named early. */
export async function planServers({ https, commandName }) {
  const port = portFrom('PORT', 3000);
  const backendPort = portFrom('BACKEND_PORT', 8080);
  const dataDir = process.env.DATA_DIR || './data';
  const embedded = !process.env.BACKEND_URL;
  await needPort('PORT', port, commandName);
  if (embedded) await needPort('BACKEND_PORT', backendPort, commandName);

  const addresses = https ? lanAddresses() : [];
  const host = addresses[0] ?? 'localhost';
  const url = https ? `https://${host}:${port}` : (process.env.NEXTAUTH_URL ?? `http://localhost:${port}`);
  const backendUrl = process.env.BACKEND_URL ?? `http://127.0.0.1:${backendPort}`;
  const webPort = https ? await freePort() : port;
  return {
    https,
    url,
    addresses,
    port,
    webPort,
    webUrl: `http://127.0.0.1:${webPort}`,
    backendUrl: backendUrl.replace(/\/+$/, ''),
    embedded,
    dataDir,
    env: {
      ...process.env,
      ...(https ? await httpsSecrets(dataDir) : {}),
      NODE_ENV: 'production',
      PORT: String(port),
      BACKEND_PORT: String(backendPort),
      BACKEND_URL: backendUrl,
      DATA_DIR: dataDir,
      NEXTAUTH_URL: url,
    },
  };
}

/** An address beyond loopback needs secrets that are set, not defaults; kept so that sign-ins survive a restart. */
async function httpsSecrets(dataDir) {
  const file = join(dataDir, 'local-https-secrets.json');
  const kept = await readFile(file, 'utf8').then(JSON.parse, () => ({}));
  const secrets = {
    NEXTAUTH_SECRET:
      process.env.NEXTAUTH_SECRET ?? kept.NEXTAUTH_SECRET ?? randomBytes(32).toString('base64url'),
    REVERB_APP_SECRET:
      process.env.REVERB_APP_SECRET ?? kept.REVERB_APP_SECRET ?? randomBytes(32).toString('base64url'),
  };
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

/** Starts one server that ends with us, and ends us when it ends by itself. */
export function startServer(name, args, env) {
  const child = start(process.execPath, ['--import', END_WITH_PARENT, ...args], {
    env: { ...env, CALLOUT_COMMAND_PID: String(process.pid) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  child.once('exit', (code, signal) => {
    if (isStopping()) return;
    process.stderr.write(`\nThe ${name} ended (${signal ?? `code ${code}`}); stopping the rest.\n`);
    void stopAll().then(() => process.exit(1));
  });
  return child;
}

/** Backend (unless it is elsewhere), then web, each awaited until it answers. */
export async function startServers(plan, { demo }) {
  const began = Date.now();
  if (plan.embedded) {
    // The backend validates its own variables: BACKEND_URL says where the web finds it, nothing more.
    const backend = startServer(
      'backend',
      ['--import', 'tsx', 'backend/main.ts', ...(demo ? ['--demo'] : [])],
      plan.env,
    );
    const web = startWeb(plan);
    await waitUntilReady('backend', `${plan.backendUrl}/readyz`, backend);
    await waitUntilReady('web server', `${plan.webUrl}/login`, web);
  } else {
    await waitUntilReady('web server', `${plan.webUrl}/login`, startWeb(plan));
  }
  if (plan.https) {
    await startHttpsFront({
      port: plan.port,
      targetPort: plan.webPort,
      addresses: plan.addresses,
      dataDir: plan.dataDir,
    });
  }
  return Date.now() - began;
}

const startWeb = (plan) =>
  startServer(
    'web server',
    [
      'node_modules/next/dist/bin/next',
      'start',
      '--port',
      String(plan.webPort),
      ...(plan.https ? ['--hostname', '127.0.0.1'] : []),
    ],
    plan.env,
  );

/** The frame in which the address and the accounts stand out from the log lines around them. */
export function showBlock(lines) {
  const rule = '─'.repeat(Math.max(...lines.map((line) => line.length)) + 2);
  say(`\n${rule}`);
  for (const line of lines) say(` ${line}`);
  say(`${rule}\n`);
}

/** Resolves never: the command lives until a signal or the end of a server ends it. */
export const untilStopped = () => new Promise(() => setInterval(() => undefined, 60_000));

/** The demo's accounts as the backend has written them. */
export async function readDemoAccounts(dataDir) {
  const file = join(dataDir, 'demo-accounts.json');
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Sentence(`${file} is missing although the demo's backend is ready.`);
  });
  return JSON.parse(text);
}
