import { writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { startBackendAlone } from '#tools/stack/stack.ts';
import { eventsPage } from './events-page.ts';

/** `npm run contract-docs`: writes the contract's pages from the schemas that the code runs on. */
const backend = await startBackendAlone();
try {
  const response = await fetch(`${backend.url}/api/openapi.json`);
  if (!response.ok) throw new Error(`The backend answered ${response.status}.`);
  await writeFile('docs/openapi.json', `${JSON.stringify(await response.json(), null, 2)}\n`);
} finally {
  await backend.close();
}
await writeFile('docs/EVENTS.md', await format(eventsPage(), { parser: 'markdown' }));
process.stdout.write('docs/openapi.json and docs/EVENTS.md are written.\n');
