import { passingRoute } from '#lib/api/passing-route.server.ts';

export const dynamic = 'force-dynamic';

/** Plain HTTP on a WebSocket address; upgrades are passed on by proxy.ts. */
export {
  passingRoute as GET,
  passingRoute as HEAD,
  passingRoute as OPTIONS,
  passingRoute as POST,
  passingRoute as PUT,
  passingRoute as PATCH,
  passingRoute as DELETE,
};
