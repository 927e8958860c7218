import 'server-only';
import { headers } from 'next/headers';

/** What the backend must know of the person behind an action on the server: the throttle counts addresses. */
export async function callerHeaders(): Promise<Record<string, string>> {
  const forwardedFor = (await headers()).get('x-forwarded-for');
  return forwardedFor === null ? {} : { 'X-Forwarded-For': forwardedFor };
}
