import { passingRoute } from '#lib/api/passing-route.server.ts';

export const dynamic = 'force-dynamic';

/** The API of the backend, for apps and scripts: the caller brings the bearer token. */
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
