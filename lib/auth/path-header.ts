/** Set by proxy.ts on a page's request: its path and query, which a server component cannot read otherwise. */
export const PATH_HEADER = 'x-callout-path';
