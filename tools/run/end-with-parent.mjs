/**
 * Preloaded into every server that a command starts: when the command is gone, killed with -9 even, the
 * server has another parent, and ends itself as if it had been asked to. The command says who it is,
 * because it may be gone before the server has begun to look.
 */
const LOOK_EVERY_MS = 500;
const { CALLOUT_COMMAND_PID } = process.env;
// A server's own children (the watch modes have some) inherit this preload, but are the server's to end.
delete process.env.CALLOUT_COMMAND_PID;

if (CALLOUT_COMMAND_PID !== undefined) {
  const command = Number(CALLOUT_COMMAND_PID);
  const timer = setInterval(() => {
    if (process.ppid === command) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_EVERY_MS);
  timer.unref();
}
