import { describe, expect, it } from 'vitest';
import type { TrackingView } from '#lib/protocol/tracking.ts';
import { CONTRACT_LIMITS } from '#lib/domain/connectivity.ts';
import { positionConnectivity, shownEta } from './tracking-eta.ts';

const NOW_MS = Date.parse('2026-11-21T10:00:00.000Z');
const at = (seconds: number) => new Date(NOW_MS + seconds * 1_000).toISOString();

type Shown = Pick<TrackingView, 'eta' | 'position' | 'destination' | 'status'>;

function view(change: Partial<Shown> = {}): Shown {
  return {
    status: 'en_route',
    destination: { latitude: 57.7, longitude: 11.97, address: null },
    position: null,
    eta: {
      seconds: 360,
      arrives_at: at(360),
      computed_at: at(0),
      provider: 'great_circle',
      confidence: 'low',
      position_age_seconds: 2,
    },
    ...change,
  };
}

const position = (latitude: number, seconds: number): Shown['position'] => ({
  latitude,
  longitude: 11.97,
  heading: null,
  speed: null,
  accuracy: 8,
  recorded_at: at(seconds),
  received_at: at(seconds),
  seq: 1,
});

describe('shown ETA', () => {
  it('counts down while no newer estimate comes', () => {
    expect(shownEta(view(), NOW_MS)?.minutes).toBe(6);
    expect(shownEta(view(), NOW_MS + 120_000)?.minutes).toBe(4);
  });

  it('says almost there instead of zero or negative minutes', () => {
    expect(shownEta(view(), NOW_MS + 320_000)?.minutes).toBe(0);
    expect(shownEta(view(), NOW_MS + 900_000)?.minutes).toBe(0);
  });

  it('follows the vehicle between two answers of the server', () => {
    // 0.1 degrees of latitude are 11.1 km: 1,501 s at the detour and speed of the domain.
    const eta = shownEta(view({ position: position(57.8, 30) }), NOW_MS + 30_000);
    expect(eta).toMatchObject({ minutes: 25, computedAt: at(30), rough: true });
  });

  it('keeps a road-based estimate rather than guess over it', () => {
    const held = view();
    const roads = view({ eta: held.eta && { ...held.eta, provider: 'osrm' }, position: position(57.8, 30) });
    expect(shownEta(roads, NOW_MS)).toMatchObject({ minutes: 6, rough: false });
  });

  it('is gone as soon as the driver is there', () => {
    expect(shownEta(view({ status: 'on_site' }), NOW_MS)).toBeNull();
  });
});

describe('position connectivity', () => {
  it('is judged by the age of the fix and the server’s clock', () => {
    const ages = [5, 61, 601].map((age) =>
      positionConnectivity({ position: position(57.7, -age) }, NOW_MS, CONTRACT_LIMITS),
    );
    expect(ages).toEqual(['live', 'stale', 'lost']);
    expect(positionConnectivity({ position: null }, NOW_MS, CONTRACT_LIMITS)).toBeNull();
  });
});
