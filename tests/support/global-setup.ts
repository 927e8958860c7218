import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stopCluster } from './postgres-cluster.ts';
import { hasRunFolder, setRunFolder } from './run-folder.ts';

/** Vitest's globalSetup: the databases themselves are made by the first test that needs them. */
export function setup(): (() => Promise<void>) | undefined {
  // Each project of one run calls this; they share the first one's folder.
  if (hasRunFolder()) return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'callout-test-'));
  setRunFolder(folder);
  return async () => {
    await stopCluster(folder);
    rmSync(folder, { recursive: true, force: true });
  };
}
