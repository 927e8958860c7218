import { readFile } from 'node:fs/promises';
import { format } from 'prettier';
import { describe, expect, test } from 'vitest';
import { eventsPage } from '#tools/contract-docs/events-page.ts';
import { openTestBackend } from '#tests/support/test-backend.ts';

const MEND = 'Run "npm run contract-docs" and commit what it wrote.';

describe('the contract’s pages say what the code does', () => {
  test('docs/EVENTS.md is what the event schemas give', async () => {
    const page = await readFile('docs/EVENTS.md', 'utf8');
    expect(page, MEND).toBe(await format(eventsPage(), { parser: 'markdown' }));
  });

  test('docs/openapi.json is what the backend serves', async () => {
    const t = await openTestBackend({ database: 'pglite' });
    try {
      const answer = await fetch(`${t.url}/api/openapi.json`);
      expect(JSON.parse(await readFile('docs/openapi.json', 'utf8')), MEND).toEqual(await answer.json());
    } finally {
      await t.close();
    }
  });
});
