import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createColumns } from '#lib/store/fleet-columns.ts';
import type { FleetRenderer, FleetRendererKind, FleetRendererOptions } from './fleet-renderer.ts';
import { createFrame } from './mutable-frame.ts';
import { SLOW_GAP_MS, WINDOW_FRAMES } from './frame-pace.ts';

const made: { kind: FleetRendererKind; options: FleetRendererOptions; closed: boolean }[] = [];
const refused = new Set<FleetRendererKind>();

function fake(kind: FleetRendererKind) {
  return (options: FleetRendererOptions) => {
    if (refused.has(kind)) return { usable: false, reason: 'not here' } as const;
    const one = { kind, options, closed: false };
    made.push(one);
    const canvas = Object.assign(Object.create(null), {
      ...{ style: {}, dataset: {}, setAttribute() {}, remove() {} },
    });
    const renderer: FleetRenderer = {
      kind,
      canvases: [canvas],
      canvas: () => canvas,
      shown: () => undefined,
      restyle: () => undefined,
      label: () => undefined,
      draw: () => 'drawn',
      rest: () => undefined,
      close: () => {
        one.closed = true;
      },
    };
    return { usable: true, renderer } as const;
  };
}

vi.mock('./webgl/webgl-renderer.ts', () => ({ createWebglRenderer: fake('webgl') }));
vi.mock('./blit/worker-renderer.ts', () => ({ createWorkerRenderer: fake('worker') }));
vi.mock('./blit/page-renderer.ts', () => ({ createPageRenderer: fake('page') }));

async function open(options: { renderer?: FleetRendererKind } = {}) {
  const { createRendererStand } = await import('./renderer-stand.ts');
  const onChanged = vi.fn();
  const stand = createRendererStand({
    ...options,
    columns: createColumns(0, 1),
    parent: Object.assign(Object.create(null), { append() {} }),
    onShown: () => undefined,
    onChanged,
  });
  let atMs = 0;
  const frames = (count: number, gapMs: number) => {
    for (let frame = 0; frame < count; frame += 1) stand.draw(createFrame(), (atMs += gapMs));
  };
  return { stand, onChanged, frames };
}

beforeEach(() => {
  made.length = 0;
  refused.clear();
  // What proved unfit is remembered for the page: every test is a new page.
  vi.resetModules();
  vi.spyOn(console, 'warn').mockReturnValue();
});
afterEach(() => vi.restoreAllMocks());

describe('the choice of a renderer', () => {
  it('takes WebGL where it is to be had, else the worker, else the page', async () => {
    expect((await open()).stand.kind()).toBe('webgl');
    refused.add('webgl');
    vi.resetModules();
    expect((await open()).stand.kind()).toBe('worker');
    refused.add('worker');
    vi.resetModules();
    expect((await open()).stand.kind()).toBe('page');
  });

  it('steps down when frames come too slowly, closes what was slow and asks for labels anew', async () => {
    const { stand, onChanged, frames } = await open();
    frames(3 * WINDOW_FRAMES + 1, SLOW_GAP_MS + 10);
    expect(stand.kind()).toBe('worker');
    expect(made.map(({ kind, closed }) => [kind, closed])).toEqual([
      ['webgl', true],
      ['worker', false],
    ]);
    expect(onChanged).toHaveBeenCalledTimes(2);
    frames(2_000, 16);
    expect(stand.kind()).toBe('worker');
  });

  it('steps down when a renderer is lost, and another map of the page does not try it again', async () => {
    const { stand } = await open();
    made[0]?.options.onLost('the graphics context did not come back');
    expect(stand.kind()).toBe('worker');
    expect((await open()).stand.kind()).toBe('worker');
  });

  it('stays with the page’s own drawing, however slow, and with what was asked for by name', async () => {
    refused.add('webgl').add('worker');
    const last = await open();
    last.frames(1_000, 200);
    expect(last.stand.kind()).toBe('page');
    refused.clear();
    const named = await open({ renderer: 'webgl' });
    named.frames(1_000, 200);
    expect(named.stand.kind()).toBe('webgl');
  });

  it('opens nothing more once it is closed', async () => {
    const { stand } = await open();
    stand.close();
    made[0]?.options.onLost('late');
    expect(made.map(({ kind, closed }) => [kind, closed])).toEqual([['webgl', true]]);
  });
});
