import type { Duty, ServiceType } from '#lib/domain/vocabulary.ts';
import type { Driver } from '#lib/protocol/driver.ts';

export const ROSTER_FILTERS = ['all', 'available', 'busy', 'no_signal', 'off_duty'] as const;
/** By what a driver does and whether they are heard. */
export type RosterFilter = (typeof ROSTER_FILTERS)[number];

/** Which drivers the list and the map show. */
export interface FleetFilter {
  readonly text: string;
  readonly roster: RosterFilter;
  readonly duty: Duty | null;
  /** Drivers who can do all of these. */
  readonly skills: readonly ServiceType[];
  /** Only these, chosen one by one or by an outline on the map. */
  readonly driverIds: ReadonlySet<number> | null;
}

export const WHOLE_FLEET: FleetFilter = { text: '', roster: 'all', duty: null, skills: [], driverIds: null };

/** Whether the filter may hide anybody. */
export const isNarrow = ({ text, roster, duty, skills, driverIds }: FleetFilter): boolean =>
  text.trim() !== '' || roster !== 'all' || duty !== null || skills.length > 0 || driverIds !== null;

/** Every choice but that of `roster`, which is counted and needs the clock. */
export function fleetMatcher({
  text,
  duty,
  skills,
  driverIds,
}: Omit<FleetFilter, 'roster'>): (driver: Driver) => boolean {
  const matchesText = driverMatcher(text);
  return (driver) =>
    (duty === null || driver.duty === duty) &&
    (driverIds === null || driverIds.has(driver.id)) &&
    skills.every((skill) => driver.skills.includes(skill)) &&
    matchesText(driver);
}

/** Every word must be found in the name, vehicle, plate, phone or skills. */
export function driverMatcher(search: string): (driver: Driver) => boolean {
  const words = search.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return () => true;
  return (driver) => {
    const text = searchTextOf(driver);
    return words.every((word) => text.includes(word));
  };
}

/** Built once per version of a driver: with thousands of them, joining and lowering costs more than searching. */
const searchTexts = new WeakMap<Driver, string>();

function searchTextOf(driver: Driver): string {
  const held = searchTexts.get(driver);
  if (held !== undefined) return held;
  const { name, phone, vehicle, skills } = driver;
  const text = [name, phone ?? '', ...Object.values(vehicle), ...skills.map((s) => s.replaceAll('_', ' '))]
    .join('\n')
    .toLocaleLowerCase();
  searchTexts.set(driver, text);
  return text;
}
