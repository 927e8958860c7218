import { defineConfig } from 'vitest/config';

/** Browser stories in e2e/ belong to Playwright; the default glob would pick them up. */
const neverHere = ['**/node_modules/**', 'e2e/**', '.next/**', 'data/**'];

export default defineConfig({
  test: {
    environment: 'node',
    exclude: neverHere,
    globalSetup: ['tests/support/global-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
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
