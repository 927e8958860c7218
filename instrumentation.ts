/** Runs once when the web server starts: an unusable setting ends the start with a sentence. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return;
  const { stopOnUnusableSettings } = await import('#lib/config/start-check.server.ts');
  await stopOnUnusableSettings();
}
