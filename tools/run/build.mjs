import { ensureBuilt } from './build-once.mjs';
import { command } from './command.mjs';
import { ensureInstalled } from './install.mjs';

/** `npm run build`: packages, base map and pages, each only when needed. */
await command(async () => {
  await ensureInstalled();
  await ensureBuilt();
});
