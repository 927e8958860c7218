import { MissingDetail } from '#components/dispatch/missing-detail.tsx';

export default function DriverNotFound() {
  return <MissingDetail kind="driver" />;
}
