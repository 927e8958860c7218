/** Sentences of the driver console. */
export const driverConsole = {} as const;
