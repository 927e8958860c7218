/** Sentences of the drivers. */
export const drivers = {} as const;
