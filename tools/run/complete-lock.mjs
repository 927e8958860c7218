import { readFileSync, writeFileSync } from 'node:fs';
import { command } from './command.mjs';
import { say } from './say.mjs';

/**
 * `npm run lock`: adds to package-lock.json the optional packages of other platforms that npm left out.
 * npm leaves out what the registry in use does not carry (a mirror for one platform, say), and `npm ci`
 * then refuses the lock everywhere. Names, versions and platforms follow from the packages that ask for
 * them; no integrity is known, so npm takes the registry's own on those platforms.
 */
const OS = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'aix',
  'win32',
];
const CPU = ['arm64', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32', 'arm'];
const LIBC = { musl: 'musl', gnu: 'glibc' };

/** Where npm looks for a package on behalf of another: beside it, then in each folder above. */
function isLocked(packages, from, name) {
  for (let folder = from; ;) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
    folder = folder.includes('/node_modules/') ? folder.slice(0, folder.lastIndexOf('/node_modules/')) : '';
  }
}

function entryFor(name, version, { dev, license }) {
  const parts = name.replace('@', '').split(/[/-]/);
  const os = OS.find((word) => parts.includes(word));
  const cpu = CPU.find((word) => parts.includes(word));
  const libc = os === 'linux' ? Object.entries(LIBC).find(([word]) => parts.includes(word))?.[1] : undefined;
  if (os === undefined && cpu === undefined) return undefined;
  return {
    version: version.replace(/^[\^~]/, ''),
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(dev ? { dev } : {}),
    ...(libc === undefined ? {} : { libc: [libc] }),
    ...(license === undefined ? {} : { license }),
    optional: true,
    ...(os === undefined ? {} : { os: [os] }),
  };
}

await command(() => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const added = {};
  for (const [path, parent] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      if (isLocked({ ...lock.packages, ...added }, path, name)) continue;
      const entry = entryFor(name, version, parent);
      if (entry !== undefined) added[`node_modules/${name}`] = entry;
    }
  }
  const { '': root, ...others } = { ...lock.packages, ...added };
  const sorted = Object.entries(others).sort(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = { '': root, ...Object.fromEntries(sorted) };
  writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
  say(`${Object.keys(added).length} packages of other platforms added.`);
});
