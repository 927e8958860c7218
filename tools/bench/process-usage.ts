import { readdir, readFile } from 'node:fs/promises';

/** CPU time of a process over all its threads so far, in microseconds. From /proc, so Linux only. */
export async function cpuMicros(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const times = await Promise.all(
    threads.map(async (thread) => {
      try {
        const text = await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8');
        return Number(text.split(' ')[0]) / 1_000;
      } catch (error) {
        // A thread that ended since the list was read; anything else would show as a missing process.
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
        throw error;
      }
    }),
  );
  return times.reduce((sum, time) => sum + time, 0);
}

/** Resident memory of a process in bytes. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/mu.exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`Process ${pid} tells no memory.`);
  return Number(kilobytes) * 1_024;
}
