import { execFileSync } from 'node:child_process';

/** One production build serves every worker; the build step does nothing when its inputs are unchanged. */
export default function globalSetup(): void {
  execFileSync(process.execPath, ['tools/run/build.mjs'], { stdio: 'inherit' });
}
