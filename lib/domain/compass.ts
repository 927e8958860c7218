export const COMPASS_POINTS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;
export type CompassPoint = (typeof COMPASS_POINTS)[number];

/** The nearest of eight compass points; degrees clockwise from north, of any turn. */
export function compassPoint(headingDegrees: number): CompassPoint {
  const eighth = Math.round(headingDegrees / 45);
  return COMPASS_POINTS[((eighth % 8) + 8) % 8] ?? 'n';
}
