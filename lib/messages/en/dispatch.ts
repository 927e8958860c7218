/** Sentences of the dispatch. */
export const dispatch = {} as const;
