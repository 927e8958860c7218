import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = resolve(import.meta.dirname, '..');
const PARTS = ['app', 'components', 'lib', 'backend', 'tools'];

const Report = z.object({
  modules: z.array(
    z.object({
      source: z.string(),
      dependencies: z.array(z.object({ resolved: z.string(), module: z.string() })),
    }),
  ),
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

async function cruise(cwd: string): Promise<z.infer<typeof Report>> {
  const bin = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [bin, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...PARTS],
    { cwd, maxBuffer: 256 * 1024 * 1024 },
  );
  return Report.parse(JSON.parse(stdout));
}

async function sources(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

describe('the arrows of the architecture', () => {
  let report: z.infer<typeof Report>;
  let scratch: string;

  beforeAll(async () => {
    report = await cruise(ROOT);
    scratch = await mkdtemp(join(tmpdir(), 'callout-arrows-'));
  });
  afterAll(() => rm(scratch, { recursive: true, force: true }));

  it('hold in the whole source', () => {
    expect(report.summary.violations.map((v) => `${v.rule.name}: ${v.from} → ${v.to}`)).toEqual([]);
  });

  it('were judged on every source file: the checker reads nothing, silently, with a compiler it does not know', async () => {
    const read = new Set(report.modules.map((module) => module.source));
    const files = (await Promise.all(PARTS.map((part) => sources(join(ROOT, part))))).flat();
    expect(files.length).toBeGreaterThan(30);
    expect(files.filter((file) => !read.has(file))).toEqual([]);
  });

  it('were judged on resolved imports: #lib/… with its extension leads to the file', () => {
    const backend = report.modules.find((module) => module.source === 'backend/platform/backend.ts');
    expect(backend?.dependencies).toContainEqual(
      expect.objectContaining({
        module: '#lib/domain/vocabulary.ts',
        resolved: 'lib/domain/vocabulary.ts',
      }),
    );
  });

  it('refuse a forbidden import, a type-only one too', async () => {
    const files = {
      'lib/domain/ticket.ts': `import { z } from 'zod';\nexport const a = z;\n`,
      'lib/protocol/wire.ts': `import type { B } from '#backend/main.ts';\nexport type W = B;\n`,
      'backend/main.ts': `import { s } from '#lib/store/live.ts';\nexport type B = typeof s;\n`,
      'lib/store/live.ts': `export const s = 1;\n`,
      'components/list.ts': `import type { B } from '#backend/main.ts';\nexport type L = B;\n`,
      'tools/tool.ts': `import { s } from '#lib/store/live.ts';\nexport const t = s;\n`,
      'app/page.ts': `export {};\n`,
    };
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(scratch, path)), { recursive: true });
      await writeFile(join(scratch, path), text);
    }
    for (const name of ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.json']) {
      await copyFile(join(ROOT, name), join(scratch, name));
    }
    const { summary } = await cruise(scratch);
    const broken = new Set(summary.violations.map((violation) => `${violation.rule.name} ${violation.from}`));
    expect([...broken]).toEqual(
      expect.arrayContaining([
        'domain-imports-nothing lib/domain/ticket.ts',
        'protocol-imports-domain-and-zod lib/protocol/wire.ts',
        'backend-stands-alone backend/main.ts',
        'components-stay-in-the-web components/list.ts',
        'tools-are-clients tools/tool.ts',
      ]),
    );
  });
});
