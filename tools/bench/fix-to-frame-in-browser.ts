import { launchBrowser } from '#tools/stack/browser.ts';
import { startStack } from '#tools/stack/stack.ts';
import { measureFixToFrame, watchFrames } from './fix-to-frame.ts';
import { round, type BenchOptions, type BenchResult } from './verdict.ts';

const MAX_P95_MS = 500;

/** The question of fix-to-frame.ts, asked of a real browser against a production build. */
export async function fixToFrameInBrowser({ short }: BenchOptions): Promise<BenchResult> {
  const stack = await startStack();
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await watchFrames(page);
    await stack.signIn(page, 'dispatcher');
    await page.goto(`${stack.url}/dispatch`);
    await page.getByRole('status', { name: 'Connection' }).filter({ hasText: 'Live' }).waitFor();
    const size = short ? { drivers: 20, seconds: 5 } : { drivers: 200, seconds: 30 };
    const result = await measureFixToFrame({ stack, page, ...size });
    return {
      question:
        'How long from a driver\u2019s POST to the frame after a dispatcher\u2019s browser holds the fix?',
      table: [
        {
          drivers: result.drivers,
          'fixes sent': result.sent,
          'p50 ms': round(result.ms.p50),
          'p95 ms': round(result.ms.p95),
          'max ms': round(result.ms.max),
          unseen: result.unseen,
        },
      ],
      verdicts: [
        {
          target: `p95 ≤ ${MAX_P95_MS} ms, every fix seen`,
          measured: `${round(result.ms.p95)} ms, ${result.unseen} unseen`,
          met: result.ms.p95 <= MAX_P95_MS && result.unseen === 0,
        },
      ],
      details: result,
    };
  } finally {
    await browser.close();
    await stack.close();
  }
}
