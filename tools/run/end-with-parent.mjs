/**
 * Preloaded into every server that a command starts: when the command is gone, killed with -9 even, the
 * server gets another parent, and ends itself as if it had been asked to.
 */
const LOOK_EVERY_MS = 500;
const parent = process.ppid;

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
}, LOOK_EVERY_MS).unref();
