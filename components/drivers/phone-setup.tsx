'use client';

import { Copy } from 'lucide-react';
import { copyText } from '#components/tickets/ticket-facts.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { QrCode } from '#components/ui/qr-code.tsx';
import { drivers } from '#lib/messages/en/drivers.ts';
import type { Device } from '#lib/protocol/device.ts';
import { isLoopback, setupUrl, trackerServerUrl } from './tracker-setup.ts';

const words = drivers.phones;

/** What the person who sets up the phone has to scan or type. */
export function PhoneSetup({ device, heard }: { readonly device: Device; readonly heard: boolean }) {
  const { token, url } = device;
  if (token === undefined || url === undefined) return <Notice tone="danger">{words.noToken}</Notice>;
  const serverUrl = trackerServerUrl(url, window.location.origin);
  return (
    <div className="flex flex-col gap-4">
      {isLoopback(serverUrl) && <Notice tone="warn">{words.unreachable}</Notice>}
      <div className="flex flex-col items-center gap-4 desk:flex-row desk:items-start">
        <QrCode
          text={setupUrl(serverUrl, token)}
          label={words.code}
          className="size-48 shrink-0 rounded-md border border-line"
        />
        <ol className="flex list-decimal flex-col gap-1.5 ps-5 text-body text-ink">
          {words.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </div>
      <ReadOnly label={words.serverUrl} value={serverUrl} copy={words.copyServerUrl} />
      <ReadOnly label={words.identifier} value={token} copy={words.copyIdentifier} />
      <p role="status" className={heard ? 'text-body font-medium text-ok' : 'text-body text-muted'}>
        {heard ? words.isHeard : words.waiting}
      </p>
    </div>
  );
}

function ReadOnly({
  label,
  value,
  copy,
}: {
  readonly label: string;
  readonly value: string;
  readonly copy: string;
}) {
  return (
    <label className="flex flex-col gap-1.5">
      <span className="text-dense font-medium text-ink">{label}</span>
      <span className="flex items-center gap-1">
        <input
          readOnly
          aria-label={label}
          value={value}
          onFocus={(event) => event.currentTarget.select()}
          className="h-9 min-w-0 flex-1 rounded-md border border-line-strong bg-surface px-3 font-mono text-dense text-ink"
        />
        <IconButton label={copy} icon={<Copy />} size="sm" onClick={() => void copyText(value)} />
      </span>
    </label>
  );
}
