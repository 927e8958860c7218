import { pino, type Logger } from 'pino';
import type { BackendConfig } from '#lib/config/backend-config.ts';

/** Structured lines on stdout. Callers log ids, never credentials; known names are removed all the same. */
export const createLog = (level: BackendConfig['logLevel']): Logger =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['token', 'password', 'authorization', '*.token', '*.password', '*.authorization', 'err.params'],
  });
