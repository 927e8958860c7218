/** The columns of the table, each of which can be sorted by. */
export const SORTABLE = [
  'name',
  'role',
  'address',
  'kind',
  'channels',
  'connected_at',
  'messages_in',
  'messages_out',
] as const;

export interface Sorting {
  readonly sort: (typeof SORTABLE)[number];
  readonly descending: boolean;
}
export type SortChange = (column: Sorting['sort']) => void;

/** Where looking begins: the newest socket, the most traffic, but names from A. */
const DESCENDING_FIRST: ReadonlySet<Sorting['sort']> = new Set([
  'connected_at',
  'channels',
  'messages_in',
  'messages_out',
]);

/** The same column again turns the order round. */
export const sortedBy = (before: Sorting, column: Sorting['sort']): Sorting => ({
  sort: column,
  descending: before.sort === column ? !before.descending : DESCENDING_FIRST.has(column),
});
