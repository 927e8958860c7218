'use client';

import { useState } from 'react';
import { admin } from '#lib/messages/en/admin.ts';

const words = admin.connections;
const SHOWN = 2;

/** The first channels of a socket; the others on demand, because a desk may join a hundred. */
export function ChannelList({ channels }: { readonly channels: readonly string[] }) {
  const [open, setOpen] = useState(false);
  if (channels.length === 0) return <span className="text-muted">{words.noChannels}</span>;
  const shown = open ? channels : channels.slice(0, SHOWN);
  return (
    <div className="flex flex-col items-start gap-0.5">
      {shown.map((channel) => (
        <span key={channel} className="font-mono text-xs break-all text-ink">
          {channel}
        </span>
      ))}
      {channels.length > SHOWN && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="-mx-1 rounded px-1 text-xs font-medium text-accent hover:underline"
        >
          {open ? words.fewerChannels : words.moreChannels(channels.length - SHOWN)}
        </button>
      )}
    </div>
  );
}
