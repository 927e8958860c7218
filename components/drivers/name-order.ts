import type { Driver } from '#lib/protocol/driver.ts';

/**
 * Keeps drivers in the order of their names. Names rarely change while everything else does, so the order
 * is kept from call to call and only new and renamed drivers are put into their places.
 */
export function createNameOrder(): (drivers: ReadonlyMap<number, Driver>) => readonly Driver[] {
  const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true });
  const compare = (a: Driver, b: Driver): number => collator.compare(a.name, b.name) || a.id - b.id;
  let seen: ReadonlyMap<number, Driver> = new Map();
  let order: readonly Driver[] = [];
  return (drivers) => {
    if (drivers === seen) return order;
    const placed: Driver[] = [];
    for (const { id, name } of order) {
      const now = drivers.get(id);
      if (now?.name === name) placed.push(now);
    }
    const loose: Driver[] = [];
    if (placed.length < drivers.size)
      for (const driver of drivers.values())
        if (seen.get(driver.id)?.name !== driver.name) loose.push(driver);
    order = loose.length === 0 ? placed : merge(placed, loose.sort(compare), compare);
    seen = drivers;
    return order;
  };
}

/** Both in order. The few are put among the many by halving, so that the many are not compared one by one. */
function merge(
  many: readonly Driver[],
  few: readonly Driver[],
  compare: (a: Driver, b: Driver) => number,
): readonly Driver[] {
  const merged: Driver[] = [];
  let from = 0;
  for (const driver of few) {
    let [low, high] = [from, many.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = many[middle];
      if (other !== undefined && compare(other, driver) < 0) low = middle + 1;
      else high = middle;
    }
    for (; from < low; from += 1) {
      const other = many[from];
      if (other !== undefined) merged.push(other);
    }
    merged.push(driver);
  }
  return merged.concat(many.slice(from));
}
