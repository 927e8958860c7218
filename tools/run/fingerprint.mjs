import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A hash of files and folders by path and content: the same inputs need no second build. */
export async function fingerprint(paths, { without = [] } = {}) {
  const hash = createHash('sha256').update(process.version);
  const visit = async (path) => {
    if (without.some((skipped) => path === skipped || path.endsWith(skipped))) return;
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) return;
    if (found.isDirectory()) {
      for (const name of (await readdir(path)).sort()) await visit(join(path, name));
      return;
    }
    hash.update(`\0${path}\0`).update(await readFile(path));
  };
  for (const path of paths) await visit(path);
  return hash.digest('hex');
}

/** Whether the stamp beside a result says that it was made from these inputs. */
export async function isStamped(stampFile, value) {
  const text = await readFile(stampFile, 'utf8').catch(() => '');
  return text.trim() === value;
}

export async function stamp(stampFile, value) {
  await mkdir(dirname(stampFile), { recursive: true });
  await writeFile(stampFile, `${value}\n`);
}
