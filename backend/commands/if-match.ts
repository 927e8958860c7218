/** The version that a caller insists on. `*` insists on nothing but existence. */
export type IfMatch =
  | { readonly kind: 'absent' }
  | { readonly kind: 'any' }
  | { readonly kind: 'versions'; readonly versions: readonly number[] };

/** Reads `"3"`, `W/"3"`, lists of those, and `*`; anything else can match no version. */
export function parseIfMatch(header: string | undefined): IfMatch {
  if (header === undefined || header.trim() === '') return { kind: 'absent' };
  if (header.trim() === '*') return { kind: 'any' };
  const versions = header.split(',').flatMap((tag) => {
    const digits = /^\s*(?:W\/)?"(\d{1,15})"\s*$/.exec(tag)?.[1];
    return digits === undefined ? [] : [Number(digits)];
  });
  return { kind: 'versions', versions };
}

/** Absent and `*` are satisfied by every version. */
export const satisfies = (ifMatch: IfMatch, version: number): boolean =>
  ifMatch.kind !== 'versions' || ifMatch.versions.includes(version);

/** Whether the caller named exactly this version: proof that the present state was seen. */
export const namesVersion = (ifMatch: IfMatch, version: number): boolean =>
  ifMatch.kind === 'versions' && ifMatch.versions.includes(version);

export const NO_IF_MATCH: IfMatch = { kind: 'absent' };
