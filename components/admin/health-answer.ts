import { Health } from '#lib/protocol/health.ts';
import { one } from '#lib/protocol/paging.ts';

export const HealthAnswer = one(Health);
