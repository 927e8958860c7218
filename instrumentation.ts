/** Runs once when the web server starts, before its first request. */
export async function register(): Promise<void> {
  // A build also loads this file, on machines that know nothing of the deployment.
  if (process.env['NEXT_RUNTIME'] !== 'nodejs' || process.env['NEXT_PHASE'] === 'phase-production-build') {
    return;
  }
  const { startWeb } = await import('#lib/api/start-web.server.ts');
  await startWeb();
}
