/** Sentences of the tracking. */
export const tracking = {} as const;
