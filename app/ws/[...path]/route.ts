import { passingRoute } from '#lib/api/passing-route.server.ts';

export const dynamic = 'force-dynamic';

/** Plain HTTP on a WebSocket address; upgrades are passed on by proxy.ts. */
const pass = passingRoute('backend');

export {
  pass as GET,
  pass as HEAD,
  pass as OPTIONS,
  pass as POST,
  pass as PUT,
  pass as PATCH,
  pass as DELETE,
};
