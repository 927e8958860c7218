import { randomInt } from 'node:crypto';

export const SOCKET_ID = /^\d{1,20}\.\d{1,20}$/u;

/** Two numbers with a dot, as every Pusher library expects a socket id to look. */
export const newSocketId = (): string => `${randomInt(1, 1_000_000_000)}.${randomInt(1, 1_000_000_000)}`;
