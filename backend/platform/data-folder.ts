import { accessSync, chmodSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';
import { StartError } from './start-error.ts';

/**
 * Makes the data folder (mode 0700) where it is missing and proves that it can be written.
 * @returns its absolute path
 * @throws StartError
 */
export function prepareDataFolder(dataDir: string): string {
  const folder = path.resolve(dataDir);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return folder;
  } catch (error) {
    throw unwritable(folder, error);
  }
}

export function unwritable(folder: string, error: unknown): StartError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return new StartError(
    `DATA_DIR (${folder}) cannot be written: ${code}. ` +
      'Give this user that folder, or set DATA_DIR to a folder that it may write.',
    { cause: error },
  );
}
