import { notFound } from 'next/navigation';
import { DriverAnswer } from '#components/drivers/driver-answers.ts';
import { DriverDetail } from '#components/drivers/driver-detail.tsx';
import { ApiError } from '#lib/api/api-error.ts';
import { backendGet } from '#lib/api/backend.server.ts';
import { requireViewer } from '#lib/auth/session.server.ts';

export default async function DriverPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { token } = await requireViewer('dispatcher', 'admin');
  const { id } = await params;
  if (!/^[1-9]\d{0,14}$/u.test(id)) notFound();
  return <DriverDetail driverId={Number(id)} initial={await load(Number(id), token)} />;
}

/** Null when the backend fails: the desk then asks again by itself and says what is wrong. */
async function load(id: number, token: string) {
  try {
    return (await backendGet(`/drivers/${id}`, DriverAnswer, { token })).data;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 404) notFound();
    return null;
  }
}
