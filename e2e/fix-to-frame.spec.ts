import { measureFixToFrame, watchFrames } from '#tools/bench/fix-to-frame.ts';
import { expect, test } from './support/story.ts';

test("a driver's fix is in the dispatcher's next frame within half a second", async ({ stack, browser }) => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await watchFrames(page);
  await stack.signIn(page, 'dispatcher');
  await page.goto(`${stack.url}/dispatch`);
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live');
  // The benchmark's short form; 200 drivers are measured by `npm run bench -- fix-to-frame`.
  const result = await measureFixToFrame({ stack, page, drivers: 20, seconds: 8 });
  expect(result.sent).toBeGreaterThan(100);
  expect(result.unseen).toBe(0);
  expect(result.ms.p95).toBeLessThan(500);
  await page.close();
});
