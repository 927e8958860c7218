/**
 * Preloaded into every server that a command starts: when the command is gone, killed with -9 even, the
 * channel to it closes, and the server ends itself as if it had been asked to.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
