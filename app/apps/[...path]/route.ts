import { passingRoute } from '#lib/api/passing-route.server.ts';

export const dynamic = 'force-dynamic';

/** The broker's HTTP API. */
export {
  passingRoute as GET,
  passingRoute as HEAD,
  passingRoute as OPTIONS,
  passingRoute as POST,
  passingRoute as PUT,
  passingRoute as PATCH,
  passingRoute as DELETE,
};
