import { passingRoute } from '#lib/api/passing-route.server.ts';

export const dynamic = 'force-dynamic';

/** The broker's HTTP API. */
const pass = passingRoute('broker');

export {
  pass as GET,
  pass as HEAD,
  pass as OPTIONS,
  pass as POST,
  pass as PUT,
  pass as PATCH,
  pass as DELETE,
};
