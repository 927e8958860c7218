import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth/next';
import { awayAnswer } from '#lib/api/error-answer.ts';
import { authOptions } from '#lib/auth/auth-options.server.ts';

export const dynamic = 'force-dynamic';

interface Context {
  readonly params: Promise<{ nextauth: string[] }>;
}

async function handle(request: NextRequest, context: Context): Promise<Response> {
  const answer: unknown = await NextAuth(request, context, await authOptions());
  return answer instanceof Response ? answer : awayAnswer();
}

export { handle as GET, handle as POST };
