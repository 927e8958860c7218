/** "Omar Haddad" → "Omar H.": what fits under a marker and still tells two Omars apart. */
export function shortName(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = words[0] ?? name;
  const last = words.length > 1 ? words.at(-1) : undefined;
  const initial = last === undefined ? '' : ([...last][0] ?? '');
  return initial === '' ? first : `${first} ${initial.toLocaleUpperCase()}.`;
}
