'use client';

import { LifeBuoy, Plus } from 'lucide-react';
import { useState } from 'react';
import { ConnectionStatus } from '#components/live/connection-status.tsx';
import { LiveProvider } from '#components/live/live-provider.tsx';
import { useTickets } from '#components/live/use-live.ts';
import { AppShell } from '#components/shell/app-shell.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { PublicSettings } from '#lib/config/public-settings.ts';
import { isEnded } from '#lib/domain/ticket-status.ts';
import { customer } from '#lib/messages/en/customer.ts';
import type { SyncPage } from '#lib/protocol/sync.ts';
import type { User } from '#lib/protocol/user.ts';
import { PastRequest } from './past-request.tsx';
import { RequestCard } from './request-card.tsx';
import { RequestForm } from './request-form.tsx';

export interface CustomerHomeProps {
  readonly settings: PublicSettings;
  readonly user: Pick<User, 'id' | 'name' | 'email' | 'role'>;
  readonly initial: SyncPage;
}

/** A signed-in customer's requests, live, and the way to a new one. */
export function CustomerHome({ settings, user, initial }: CustomerHomeProps) {
  return (
    <LiveProvider
      settings={settings}
      viewer={{ userId: user.id, role: 'customer', driverId: null }}
      initial={initial}
    >
      <AppShell user={user} connection={<ConnectionStatus className="pe-2" />} layout="page">
        <Requests settings={settings} />
      </AppShell>
    </LiveProvider>
  );
}

function Requests({ settings }: { readonly settings: PublicSettings }) {
  const tickets = [...useTickets().values()].sort((a, b) => b.id - a.id);
  const active = tickets.filter((ticket) => !isEnded(ticket.status));
  const past = tickets.filter((ticket) => isEnded(ticket.status));
  const [requesting, setRequesting] = useState(false);

  return (
    <div className="mx-auto w-full max-w-2xl space-y-6 px-4 py-5">
      <div className="flex items-center justify-between gap-3">
        <h1 className="text-number font-semibold">{customer.title}</h1>
        {!requesting && tickets.length > 0 && (
          <Button variant="primary" onClick={() => setRequesting(true)}>
            <Plus aria-hidden="true" className="size-4" />
            {customer.request.open}
          </Button>
        )}
      </div>
      {requesting && <RequestForm settings={settings} onClose={() => setRequesting(false)} />}
      {!requesting && tickets.length === 0 && (
        <EmptyState
          icon={<LifeBuoy />}
          title={customer.emptyTitle}
          body={customer.emptyBody}
          action={
            <Button variant="primary" size="lg" onClick={() => setRequesting(true)}>
              {customer.request.open}
            </Button>
          }
        />
      )}
      {active.length > 0 && (
        <ul aria-label={customer.active} className="space-y-4">
          {active.map((ticket) => (
            <li key={ticket.id}>
              <RequestCard settings={settings} ticket={ticket} />
            </li>
          ))}
        </ul>
      )}
      {past.length > 0 && (
        <section>
          <h2 className="mb-2 text-dense font-medium text-muted">{customer.past}</h2>
          <ul
            aria-label={customer.past}
            className="divide-y divide-line rounded-lg border border-line bg-surface"
          >
            {past.map((ticket) => (
              <li key={ticket.id}>
                <PastRequest ticket={ticket} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
