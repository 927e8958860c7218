import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Browser stories in e2e/ belong to Playwright; the default glob would pick them up. */
const neverHere = ['**/node_modules/**', 'e2e/**', '.next/**', 'data/**'];

export default defineConfig({
  test: {
    environment: 'node',
    exclude: neverHere,
    // On two cores the default is one; most suites wait for servers of their own half of the time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    globalSetup: ['tests/support/global-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Their files leave nothing behind, and a third of their time was loading the same modules again.
          isolate: false,
          include: ['{lib,components,backend,tools,app}/**/*.test.{ts,tsx}'],
          exclude: neverHere,
        },
      },
      {
        extends: true,
        test: { name: 'contract', include: ['tests/**/*.test.ts'], exclude: neverHere },
      },
    ],
  },
});
