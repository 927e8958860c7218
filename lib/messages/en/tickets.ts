/** Sentences of the tickets. */
export const tickets = {} as const;
