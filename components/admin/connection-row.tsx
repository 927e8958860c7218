'use client';

import { Snail, Unplug } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { admin } from '#lib/messages/en/admin.ts';
import type { Connection } from '#lib/protocol/connection.ts';
import { writeBytes, writeCount } from './amounts.ts';
import { ChannelList } from './channel-list.tsx';
import { ownerName } from './socket-owner.ts';

const words = admin.connections;

export interface ConnectionRowProps {
  readonly connection: Connection;
  readonly onDisconnect: (connection: Connection) => void;
}

/** One socket as a row of the wide table. */
export function ConnectionRow({ connection, onDisconnect }: ConnectionRowProps) {
  const name = ownerName(connection.who);
  return (
    <tr className="border-t border-line align-top hover:bg-sunken/50 [&>td]:px-3 [&>td]:py-2.5">
      <td className="max-w-60">
        <Owner connection={connection} />
      </td>
      <td className="whitespace-nowrap">{roleOf(connection)}</td>
      <td className="text-dense whitespace-nowrap tabular-nums">{connection.address}</td>
      <td>{words.kind[connection.kind]}</td>
      <td className="max-w-72">
        <ChannelList channels={connection.channels} />
      </td>
      <td className="text-dense whitespace-nowrap">
        <RelativeTime iso={connection.connected_at} />
      </td>
      <td className="text-end text-dense whitespace-nowrap tabular-nums">
        <Traffic messages={connection.messages_in} bytes={connection.bytes_in} />
      </td>
      <td className="text-end text-dense whitespace-nowrap tabular-nums">
        <Traffic messages={connection.messages_out} bytes={connection.bytes_out} />
      </td>
      <td className="text-end">
        <IconButton
          size="sm"
          label={words.disconnectNamed(name)}
          icon={<Unplug />}
          onClick={() => onDisconnect(connection)}
        />
      </td>
    </tr>
  );
}

/** The same socket on a phone: its facts below each other. */
export function ConnectionCard({ connection, onDisconnect }: ConnectionRowProps) {
  const name = ownerName(connection.who);
  return (
    <li className="flex flex-col gap-1 border-t border-line px-4 py-3 first:border-t-0">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <Owner connection={connection} />
        </div>
        <Button size="sm" aria-label={words.disconnectNamed(name)} onClick={() => onDisconnect(connection)}>
          {words.disconnect}
        </Button>
      </div>
      <p className="text-dense text-muted tabular-nums">
        {[roleOf(connection), words.kind[connection.kind], connection.address].join(' · ')} ·{' '}
        <RelativeTime iso={connection.connected_at} />
      </p>
      <p className="text-dense text-muted tabular-nums">
        {words.inAndOut(
          writeCount(connection.messages_in),
          writeBytes(connection.bytes_in),
          writeCount(connection.messages_out),
          writeBytes(connection.bytes_out),
        )}
      </p>
      {connection.channels.length > 0 && <ChannelList channels={connection.channels} />}
    </li>
  );
}

const roleOf = ({ who }: Connection): string => (who === null ? '–' : admin.role[who.role]);

function Owner({ connection }: { readonly connection: Connection }) {
  const { who, slow, queued_bytes: queued } = connection;
  return (
    <>
      <span className="flex items-center gap-1.5 font-medium text-ink">
        <span className="min-w-0 truncate">{ownerName(who)}</span>
        {slow && (
          <span title={words.slowHint(writeBytes(queued))}>
            <Badge tone="warn" icon={<Snail aria-hidden="true" />}>
              {words.slow}
            </Badge>
          </span>
        )}
      </span>
      <span className="block truncate text-dense text-muted tabular-nums">
        {who?.email ?? connection.socket_id}
      </span>
    </>
  );
}

function Traffic({ messages, bytes }: { readonly messages: number; readonly bytes: number }) {
  return (
    <>
      <span className="block text-ink">{writeCount(messages)}</span>
      <span className="block text-muted">{writeBytes(bytes)}</span>
    </>
  );
}
