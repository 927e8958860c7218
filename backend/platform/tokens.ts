import { createHash, randomBytes } from 'node:crypto';

/** @returns a fresh secret as URL-safe text; 32 bytes are 256 random bits */
export const newToken = (bytes = 32): string => randomBytes(bytes).toString('base64url');

/** SHA-256, hex: what is stored in place of a token. Tokens are random, so no salt is needed. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
