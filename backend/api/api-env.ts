import type { Session } from '#backend/platform/sessions.ts';
import type { Actor } from '#backend/platform/backend.ts';
import type { User } from '#lib/protocol/user.ts';

/** What middleware leaves in Hono's context; `actor`, `user`, `session` only behind `requireUser`. */
export interface ApiVariables {
  requestId: string;
  actor: Actor;
  user: User;
  session: Session;
}

export type ApiEnv = { Variables: ApiVariables };
