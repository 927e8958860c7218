import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_POINTS } from '#backend/api/drivers/position-routes.ts';
import type { TrackPoint } from '#lib/protocol/ticket.ts';
import type { TestDriver } from '#tests/support/people.ts';
import { testDatabases } from '#tests/support/test-backend.ts';
import { Desk, PLACE } from './desk.ts';

interface Page {
  readonly data: readonly TrackPoint[];
  readonly links: { readonly first: string | null; readonly next: string | null };
  readonly meta: { readonly total: number; readonly per_page: number; readonly last_page: number };
}

/** A shift of ten hours at one fix a second. */
const SHIFT = 36_000;

describe.each(testDatabases())('recorded positions on %s', (database) => {
  let desk: Desk;
  let driver: TestDriver;
  let startMs: number;
  beforeAll(async () => {
    desk = await Desk.open(database);
    driver = await desk.driver();
    startMs = desk.clock.nowMs() - SHIFT * 1_000;
    await desk.backend.backend.db.execute(sql`
      insert into positions (driver_id, latitude, longitude, recorded_at, received_at)
      select ${driver.driverId}, ${PLACE.latitude}, ${PLACE.longitude}, at, at
      from (select ${new Date(startMs).toISOString()}::timestamptz + i * interval '1 second' as at
            from generate_series(0, ${SHIFT - 1}) i) times`);
  });
  afterAll(() => desk.close());

  const spanOf = (fromS: number, toS: number) =>
    `from=${new Date(startMs + fromS * 1_000).toISOString()}&to=${new Date(startMs + toS * 1_000).toISOString()}`;
  const read = async (query: string): Promise<Page> => {
    const { status, body } = await desk.api<Page>(`/api/drivers/${driver.driverId}/positions?${query}`);
    expect(status).toBe(200);
    return body;
  };

  it('gives a whole shift by following next, each position once and in order', async () => {
    let query: string | null = spanOf(0, SHIFT);
    const times: number[] = [];
    const totals: number[] = [];
    while (query !== null) {
      const { data, links, meta } = await read(query);
      expect(data.length).toBeLessThanOrEqual(MAX_POINTS);
      times.push(...data.map((point) => Date.parse(point.recorded_at)));
      totals.push(meta.total);
      query = links.next === null ? null : new URL(links.next).search.slice(1);
    }
    expect(times).toEqual(Array.from({ length: SHIFT }, (_, i) => startMs + i * 1_000));
    expect(totals).toEqual([36_000, 26_000, 16_000, 6_000]);
  });

  it('keeps both ends of the time asked for and says that there is no more', async () => {
    const { data, links, meta } = await read(spanOf(100, 200));
    expect(data).toHaveLength(101);
    expect(data[0]?.recorded_at).toBe(new Date(startMs + 100_000).toISOString());
    expect(links.next).toBeNull();
    expect(meta).toMatchObject({ total: 101, per_page: MAX_POINTS, last_page: 1 });
  });

  it('keeps the end of the first answer for those that follow, also when none was named', async () => {
    const { links } = await read(`from=${new Date(startMs).toISOString()}`);
    const next = new URL(links.next ?? '');
    expect(next.searchParams.get('to')).toBe(new Date(desk.clock.nowMs()).toISOString());
    expect(next.searchParams.get('from')).toBe(
      new Date(startMs + (MAX_POINTS - 1) * 1_000 + 1).toISOString(),
    );
  });

  it('has an empty answer for a time without positions', async () => {
    expect(await read(spanOf(-500, -100))).toMatchObject({
      data: [],
      links: { next: null },
      meta: { total: 0 },
    });
  });

  it.each(['from=yesterday', 'to=tomorrow', 'from=9999999999'])('refuses %s', async (query) => {
    const { status } = await desk.api(`/api/drivers/${driver.driverId}/positions?${query}`);
    expect(status).toBe(422);
  });
});
