'use client';

import { Smartphone } from 'lucide-react';
import { useState } from 'react';
import useSWR from 'swr';
import { DetailSection } from '#components/dispatch/detail-frame.tsx';
import { Button } from '#components/ui/button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { ApiError } from '#lib/api/api-error.ts';
import { bffGet } from '#lib/api/bff.ts';
import { common } from '#lib/messages/en/common.ts';
import { drivers } from '#lib/messages/en/drivers.ts';
import type { Device } from '#lib/protocol/device.ts';
import { AddPhoneDialog } from './add-phone-dialog.tsx';
import { DevicesAnswer } from './driver-answers.ts';
import { fixCounts } from './fix-counts.ts';
import { RevokePhoneDialog } from './revoke-phone-dialog.tsx';

const words = drivers.phones;
const REFRESH_MS = 15_000;
/** While a new phone is set up beside the screen. */
const WAITING_REFRESH_MS = 2_000;

/** The phones that report for this driver by themselves: how they are, one more, one less. */
export function PhoneTracker({ driverId, name }: { readonly driverId: number; readonly name: string }) {
  const path = `/drivers/${driverId}/devices`;
  const [adding, setAdding] = useState(false);
  const [revoking, setRevoking] = useState<Device | null>(null);
  const { data, error, mutate } = useSWR<readonly Device[], unknown>(
    path,
    async (key: string) => (await bffGet(key, DevicesAnswer)).data,
    { refreshInterval: adding ? WAITING_REFRESH_MS : REFRESH_MS },
  );
  // A backend that knows no devices: nothing to offer here.
  if (error instanceof ApiError && (error.status === 404 || error.status === 405)) return null;
  const live = data?.filter((device) => device.revoked_at === null) ?? [];
  const revoked = data?.filter((device) => device.revoked_at !== null) ?? [];

  return (
    <DetailSection
      title={words.section}
      aside={
        <Button
          size="sm"
          variant="ghost"
          className="-my-1.5 -me-2.5 text-accent!"
          onClick={() => setAdding(true)}
        >
          <Smartphone aria-hidden="true" className="size-4" />
          {words.add}
        </Button>
      }
    >
      {data !== undefined ? (
        live.length === 0 ? (
          <p className="text-dense text-muted">{words.none}</p>
        ) : (
          <ul aria-label={words.list} className="flex flex-col gap-2">
            {live.map((device) => (
              <PhoneLine key={device.id} device={device} onRevoke={() => setRevoking(device)} />
            ))}
          </ul>
        )
      ) : error === undefined ? (
        <p className="text-dense text-muted">{common.loading}</p>
      ) : (
        <p className="flex items-center gap-2 text-dense text-muted">
          {words.failed}
          <Button size="sm" onClick={() => void mutate()}>
            {common.retry}
          </Button>
        </p>
      )}
      {revoked.length > 0 && <RevokedPhones devices={revoked} />}
      <AddPhoneDialog
        open={adding}
        onOpenChange={setAdding}
        path={path}
        driverName={name}
        devices={data ?? []}
        onAdded={() => void mutate()}
      />
      <RevokePhoneDialog
        device={revoking}
        path={path}
        onClose={() => setRevoking(null)}
        onRevoked={() => void mutate()}
      />
    </DetailSection>
  );
}

function PhoneLine({ device, onRevoke }: { readonly device: Device; readonly onRevoke: () => void }) {
  return (
    <li className="flex items-start gap-2 text-dense">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium text-ink">{device.name}</p>
        <p className="text-muted">
          {device.last_seen_at === null ? (
            words.neverHeard
          ) : (
            <>
              {words.heard} <RelativeTime iso={device.last_seen_at} />
            </>
          )}
        </p>
        {device.last_seen_at !== null && <p className="text-muted tabular-nums">{fixCounts(device.fixes)}</p>}
      </div>
      <Button
        size="sm"
        variant="ghost"
        className="-my-1 -me-2.5 text-danger!"
        aria-label={words.revokeNamed(device.name)}
        onClick={onRevoke}
      >
        {words.revoke}
      </Button>
    </li>
  );
}

function RevokedPhones({ devices }: { readonly devices: readonly Device[] }) {
  return (
    <details className="mt-2 text-dense text-muted">
      <summary className="cursor-pointer">{words.revokedCount(devices.length)}</summary>
      <ul className="mt-1 flex flex-col gap-1">
        {devices.map((device) => (
          <li key={device.id} className="flex gap-2">
            <span className="min-w-0 flex-1 truncate">{device.name}</span>
            {device.revoked_at !== null && <RelativeTime iso={device.revoked_at} />}
          </li>
        ))}
      </ul>
    </details>
  );
}
