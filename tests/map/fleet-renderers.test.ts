import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RendererName } from './fleet-stage-page.ts';
import { COLOUR, FRAME, openStage, worldAt, type OpenStage } from './open-stage.ts';
import { expectMarkers, seededRandom, seedVehicles } from './seeded-vehicles.ts';
import type { StagedVehicle } from './staged-fleet.ts';

/** Every renderer keeps the same promises (see FleetRenderer); a new one is added here and on the page. */
const RENDERERS: readonly RendererName[] = ['webgl', 'worker', 'page'];

const [AVAILABLE, , BUSY, , STALE] = COLOUR.looks;
const { timeMs } = FRAME;
/** A disc that stands where it is. */
const standing = (x: number, y: number, more: Partial<StagedVehicle> = {}): StagedVehicle => ({
  fixes: [{ ...worldAt(x, y), playAt: timeMs }],
  ...more,
});
/** Its newest fix is this old. */
const aged = (x: number, y: number, ageMs: number, more: Partial<StagedVehicle> = {}): StagedVehicle =>
  standing(x, y, { fixes: [{ ...worldAt(x, y), playAt: timeMs - ageMs + 2_000 }], ...more });

// A graphics card computed on a busy machine's processor takes its time.
vi.setConfig({ testTimeout: 60_000 });

let stage: OpenStage;
beforeAll(async () => {
  stage = await openStage(['components/map/vehicles/blit/fleet-worker.ts']);
});
afterAll(() => stage?.close());

describe.each(RENDERERS)('the %s renderer', (name) => {
  beforeEach(() => stage.on('open', name));

  it.each([1, 1.5, 3])(
    'puts every marker where the store says and nothing elsewhere, at ratio %s',
    async (ratio) => {
      const frame = { ...FRAME, ratio, timeMs: timeMs + 0.25 };
      const vehicles = seedVehicles(frame, seededRandom(7));
      await stage.on('vehicles', vehicles);
      await stage.on('draw', frame);
      const markers = expectMarkers(vehicles, frame);
      expect(markers.length).toBeGreaterThan(100);
      expect(markers.length).toBeLessThan(vehicles.length);
      const colours = await stage.on(
        'colours',
        markers.map(({ probe }) => probe),
      );
      expect(colours).toEqual(markers.map(({ look }) => COLOUR.looks[look]));
      expect(await stage.on('strays', markers, 20)).toBe(0);
    },
  );

  it.each([
    { at: 'the western edge', worldLeft: 1_000.75, worldTop: 3_000_000_000.125 },
    { at: 'the eastern edge', worldLeft: 2 ** 32 - 32_000.5, worldTop: 100.25 },
    { at: 'a place like any other', worldLeft: 2_863_311_530.375, worldTop: 1_431_655_765.625 },
  ])('is exact to half a pixel at zoom 19 and after 24 days: $at', async ({ worldLeft, worldTop }) => {
    const late = 24.5 * 86_400_000;
    const frame = { ...FRAME, worldLeft, worldTop, timeMs: late + 0.5 };
    const [from, to] = [worldAt(100, 200, frame), worldAt(600, 400, frame)];
    // Headings that agree: an arrow up, whose sides are symmetric about the place.
    const driving = [from, to].map((fix, i) => ({ ...fix, playAt: late + i * 1_000 - 500, heading: 0 }));
    await stage.on('vehicles', [{ fixes: driving }]);
    await stage.on('draw', frame);
    const underway = await stage.on('find', AVAILABLE);
    const halfway = (from.x + (to.x - from.x) * 0.5005 - worldLeft) / 32;
    expect(Math.abs(underway.x - halfway)).toBeLessThan(0.5);
    await stage.on('vehicles', [{ fixes: [{ ...to, playAt: late }] }]);
    await stage.on('draw', frame);
    const arrived = await stage.on('find', AVAILABLE);
    expect(Math.abs(arrived.x - (to.x - worldLeft) / 32)).toBeLessThan(0.5);
    expect(Math.abs(arrived.y - (to.y - worldTop) / 32)).toBeLessThan(0.5);
  });

  it('turns the short way, over north', async () => {
    const place = worldAt(100, 100);
    await stage.on('vehicles', [
      {
        fixes: [
          { ...place, playAt: timeMs - 500, heading: 250 },
          { ...place, playAt: timeMs + 500, heading: 4 },
        ],
      },
    ]);
    await stage.on('draw', FRAME);
    expect(
      await stage.on('colours', [
        { x: 100, y: 93 },
        { x: 100, y: 107 },
      ]),
    ).toEqual([AVAILABLE, 'clear']);
  });

  it('points along the way when no heading is known, and is a disc while standing', async () => {
    const [from, to] = [worldAt(100, 100), worldAt(140, 100)];
    await stage.on('vehicles', [
      {
        fixes: [
          { ...from, playAt: timeMs - 500 },
          { ...to, playAt: timeMs + 500 },
        ],
      },
      standing(200, 100, {
        fixes: [worldAt(200, 100), worldAt(201, 100)].map((fix, i) => ({
          ...fix,
          playAt: timeMs + i * 900 - 500,
        })),
      }),
    ]);
    await stage.on('draw', FRAME);
    const east = { x: 127, y: 100 };
    const above = { x: 120, y: 94 };
    const onDisc = [
      { x: 206, y: 100 },
      { x: 195, y: 100 },
      { x: 200.5, y: 94.5 },
      { x: 200.5, y: 105.5 },
    ];
    expect(await stage.on('colours', [east, above])).toEqual([
      AVAILABLE,
      expect.not.stringMatching(AVAILABLE),
    ]);
    expect(new Set(await stage.on('colours', onDisc))).toEqual(new Set([AVAILABLE]));
  });

  it('never runs past the newest fix, and with reduced motion stands on it at once', async () => {
    const [from, to] = [worldAt(100, 100), worldAt(140, 100)];
    const vehicle = {
      fixes: [
        { ...from, playAt: timeMs },
        { ...to, playAt: timeMs + 1_000 },
      ],
    };
    const up = { ...vehicle, fixes: vehicle.fixes.map((fix) => ({ ...fix, heading: 0 })) };
    await stage.on('vehicles', [up]);
    const xs: number[] = [];
    for (const [ms, still] of [
      [-500, false],
      [250, false],
      [30_000, false],
      [0, true],
    ] as const) {
      await stage.on('draw', { ...FRAME, timeMs: timeMs + ms, still });
      xs.push(Math.round((await stage.on('find', AVAILABLE)).x));
    }
    expect(xs).toEqual([100, 110, 140, 140]);
  });

  it('shows age alone: grey from the limit or three intervals on, gone when lost', async () => {
    const vehicles = [
      aged(50, 50, 59_999),
      aged(100, 50, 60_000),
      aged(150, 50, 89_999, { intervalS: 30 }),
      aged(200, 50, 90_000, { intervalS: 30 }),
      aged(250, 50, 599_999),
      aged(300, 50, 600_000),
      // Shown ten seconds late, so recorded ten seconds earlier than its time on the map says.
      aged(350, 50, 50_000, { latenessSteps: 500 }),
      aged(400, 50, 49_999, { latenessSteps: 500 }),
      aged(450, 50, 2_000_000_000),
    ];
    await stage.on('vehicles', vehicles);
    const late = { ...FRAME, timeMs: timeMs + 0.75 };
    await stage.on('draw', late);
    const probes = vehicles.map((_, i) => ({ x: 50 + i * 50, y: 46 }));
    expect(await stage.on('colours', probes)).toEqual([
      AVAILABLE,
      STALE,
      AVAILABLE,
      STALE,
      STALE,
      'clear',
      STALE,
      AVAILABLE,
      'clear',
    ]);
    await stage.on('draw', { ...late, staleAfterMs: 700_000, lostAfterMs: 800_000, look: 2 });
    expect((await stage.on('colours', probes)).slice(4, 6)).toEqual([BUSY, BUSY]);
  });

  it.each([{ filtered: true }, { clustered: true }, { ageMs: 700_000 }])(
    'leaves out what is %o, unless it is selected: then on top, in full size, with its ring',
    async ({ ageMs = 0, ...state }) => {
      await stage.on('vehicles', [aged(100, 100, ageMs, state), standing(103, 100, { status: 2 })]);
      const small = { ...FRAME, markerScale: 0.5 };
      await stage.on('draw', small);
      expect((await stage.on('find', ageMs > 0 ? STALE : AVAILABLE)).count).toBeLessThan(ageMs > 0 ? 40 : 1);
      expect((await stage.on('find', COLOUR.accent)).count).toBe(0);
      await stage.on('draw', { ...small, selectedRow: 0 });
      const ring = await stage.on('find', COLOUR.accent);
      expect(Math.abs((ring.left + ring.right) / 2 - 100)).toBeLessThan(0.75);
      expect(Math.abs((ring.top + ring.bottom) / 2 - 100)).toBeLessThan(0.75);
      expect(ring.right - ring.left).toBeGreaterThan(31);
      expect(ring.right - ring.left).toBeLessThan(36);
      const fill = ageMs > 0 ? STALE : AVAILABLE;
      expect(
        await stage.on('colours', [
          { x: 100, y: 96 },
          { x: 103, y: 100 },
        ]),
      ).toEqual([fill, fill]);
    },
  );

  it('shrinks markers on a wide view', async () => {
    await stage.on('vehicles', [standing(100, 100)]);
    const widths: number[] = [];
    for (const markerScale of [1, 0.5]) {
      await stage.on('draw', { ...FRAME, markerScale });
      const { left, right } = await stage.on('find', AVAILABLE);
      widths.push(right - left);
    }
    expect(widths[0]).toBeGreaterThan(11);
    expect(widths[0]).toBeLessThan(15);
    expect(widths[1]).toBeLessThan(8);
  });

  it('draws what was touched since the last frame, however the fleet has grown or shrunk', async () => {
    const column = (x: number, count: number) =>
      Array.from({ length: count }, (_, i) => standing(x, 20 + i * 20));
    await stage.on('vehicles', column(50, 3));
    await stage.on('draw', FRAME);
    await stage.on('vehicles', column(100, 20), 3);
    await stage.on('vehicles', [standing(400, 400)], 1);
    await stage.on('draw', FRAME);
    const seen = [
      { x: 50, y: 20 },
      { x: 50, y: 40 },
      { x: 400, y: 400 },
      { x: 100, y: 400 },
    ];
    expect(await stage.on('colours', seen)).toEqual([AVAILABLE, 'clear', AVAILABLE, AVAILABLE]);
    await stage.on('vehicles', column(50, 1));
    await stage.on('draw', FRAME);
    expect(await stage.on('colours', seen)).toEqual([AVAILABLE, 'clear', 'clear', 'clear']);
  });

  it.each([1, 1.25])(
    'keeps labels sharp below their vehicles while they glide, at ratio %s',
    async (ratio) => {
      const frame = { ...FRAME, ratio };
      const [from, to] = [worldAt(100, 100), worldAt(200, 100)];
      const driving = [
        { ...from, playAt: timeMs },
        { ...to, playAt: timeMs + 1_000 },
      ];
      await stage.on('vehicles', [{ fixes: driving }, standing(400, 300), aged(500, 300, 700_000)]);
      await stage.on('draw', frame);
      await stage.on('label', [
        { row: 0, key: 'a', colour: '#101010', width: 41, height: 20 },
        { row: 1, key: 'b', colour: '#202020', width: 30, height: 20 },
        { row: 2, key: 'c', colour: '#303030', width: 30, height: 20 },
      ]);
      for (const ms of [0, 333, 1_000]) {
        await stage.on('draw', { ...frame, timeMs: timeMs + ms });
        const label = await stage.on('find', '16,16,16');
        expect(label.count).toBe(41 * 20);
        expect(Math.abs(label.x - (100 + ms / 10))).toBeLessThan(1);
        expect(Math.abs(label.top - 113)).toBeLessThan(1);
      }
      expect((await stage.on('find', '32,32,32')).count).toBe(30 * 20);
      expect((await stage.on('find', '48,48,48')).count).toBe(0);
      // A new fix moves the label without a word about labels.
      await stage.on('vehicles', [standing(600, 450)]);
      await stage.on('draw', frame);
      expect(Math.abs((await stage.on('find', '16,16,16')).x - 600)).toBeLessThan(1);
    },
  );

  it('says which view it shows, on a canvas of as many pixels as the screen has there', async () => {
    const frame = { ...FRAME, widthPx: 501, heightPx: 333, ratio: 1.25 };
    await stage.on('draw', frame);
    expect(await stage.on('size')).toEqual({ width: 626, height: 416 });
    const { worldLeft, worldTop, scale, widthPx, heightPx, ratio } = frame;
    expect(await stage.on('shown')).toMatchObject({ worldLeft, worldTop, scale, widthPx, heightPx, ratio });
  });

  it('paints in the new theme after restyle', async () => {
    await stage.on('vehicles', [standing(100, 100)]);
    await stage.on('draw', FRAME);
    await stage.on('theme', '--driver-available', '#0000aa');
    await stage.on('draw', FRAME);
    expect(await stage.on('colours', [{ x: 100, y: 97 }])).toEqual(['0,0,170']);
    await stage.on('theme', '--driver-available', '#00a000');
  });
});
