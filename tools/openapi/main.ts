import { writeFile } from 'node:fs/promises';
import { startBackendAlone } from '#tools/stack/stack.ts';

/** `npm run openapi`: writes docs/openapi.json as the running backend gives it. */
const backend = await startBackendAlone();
try {
  const response = await fetch(`${backend.url}/api/openapi.json`);
  if (!response.ok) throw new Error(`The backend answered ${response.status}.`);
  await writeFile('docs/openapi.json', `${JSON.stringify(await response.json(), null, 2)}\n`);
  process.stdout.write('docs/openapi.json is written.\n');
} finally {
  await backend.close();
}
