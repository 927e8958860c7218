import { isEnded } from '#lib/domain/ticket-status.ts';
import type { Driver } from '#lib/protocol/driver.ts';
import type { Offer, OfferedTicket } from '#lib/protocol/offer.ts';
import type { SyncPage } from '#lib/protocol/sync.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';

/** An offer; with what its driver may know of the ticket, where the viewer is that driver. */
export type LiveOffer = Offer & { readonly ticket?: OfferedTicket };

/** Everything with a version that a viewer may see, by id. Positions live in the fleet store. */
export interface LiveState {
  readonly tickets: ReadonlyMap<number, Ticket>;
  readonly drivers: ReadonlyMap<number, Driver>;
  readonly offers: ReadonlyMap<number, LiveOffer>;
}

export type LiveChange =
  | { readonly kind: 'ticket'; readonly ticket: Ticket }
  | { readonly kind: 'driver'; readonly driver: Driver }
  | { readonly kind: 'offer'; readonly offer: LiveOffer }
  | { readonly kind: 'removed'; readonly type: 'ticket' | 'driver' | 'offer'; readonly id: number }
  /** Forgets everything: a snapshot of another database follows. */
  | { readonly kind: 'reset' };

export const EMPTY_LIVE_STATE: LiveState = { tickets: new Map(), drivers: new Map(), offers: new Map() };

/** Ended tickets and answered offers kept for a shift's look back; older ones are dropped. */
export const MAX_ENDED_TICKETS = 2_000;
export const MAX_ANSWERED_OFFERS = 1_000;

/**
 * Applies changes in order; the highest version of each resource wins and nothing goes back.
 * @returns the same object when nothing changed; untouched maps keep their identity
 */
export function applyChanges(state: LiveState, changes: readonly LiveChange[]): LiveState {
  const tickets = draft(state.tickets);
  const drivers = draft(state.drivers);
  const offers = draft(state.offers);
  for (const change of changes) {
    switch (change.kind) {
      case 'ticket':
        putNewer(tickets, change.ticket);
        break;
      case 'driver':
        putNewer(drivers, change.driver);
        break;
      case 'offer':
        putOffer(offers, change.offer);
        break;
      case 'removed':
        ({ ticket: tickets, driver: drivers, offer: offers })[change.type].remove(change.id);
        break;
      case 'reset':
        tickets.clear();
        drivers.clear();
        offers.clear();
        break;
    }
  }
  prune(tickets, MAX_ENDED_TICKETS, (ticket) => isEnded(ticket.status));
  prune(offers, MAX_ANSWERED_OFFERS, (offer) => offer.status !== 'pending');
  if (!tickets.changed() && !drivers.changed() && !offers.changed()) return state;
  return { tickets: tickets.done(), drivers: drivers.done(), offers: offers.done() };
}

/** A page of `/sync` as changes; a page that resets forgets what was there first. */
export function changesOfPage(page: SyncPage): readonly LiveChange[] {
  const changes: LiveChange[] = page.reset ? [{ kind: 'reset' }] : [];
  for (const ticket of page.tickets) changes.push({ kind: 'ticket', ticket });
  for (const driver of page.drivers) changes.push({ kind: 'driver', driver });
  for (const offer of page.offers) changes.push({ kind: 'offer', offer });
  for (const { type, id } of page.removed) {
    if (type === 'ticket' || type === 'driver' || type === 'offer')
      changes.push({ kind: 'removed', type, id });
  }
  return changes;
}

interface Draft<T> {
  get(id: number): T | undefined;
  set(id: number, value: T): void;
  remove(id: number): void;
  clear(): void;
  changed(): boolean;
  size(): number;
  values(): Iterable<T>;
  done(): ReadonlyMap<number, T>;
}

/** Copies the map once, on its first change. */
function draft<T>(base: ReadonlyMap<number, T>): Draft<T> {
  let copy: Map<number, T> | undefined;
  const writable = () => (copy ??= new Map(base));
  const current = () => copy ?? base;
  return {
    get: (id) => current().get(id),
    set: (id, value) => void writable().set(id, value),
    remove: (id) => {
      if (current().has(id)) writable().delete(id);
    },
    clear: () => {
      if (current().size > 0) copy = new Map();
    },
    changed: () => copy !== undefined,
    size: () => current().size,
    values: () => current().values(),
    done: current,
  };
}

function putNewer<T extends { readonly id: number; readonly version: number }>(
  map: Draft<T>,
  value: T,
): void {
  const held = map.get(value.id);
  if (held === undefined || value.version > held.version) map.set(value.id, value);
}

/** Only some messages carry the offered ticket; what is known of it stays with the offer. */
function putOffer(map: Draft<LiveOffer>, offer: LiveOffer): void {
  const held = map.get(offer.id);
  if (held === undefined || offer.version > held.version) {
    const ticket = offer.ticket ?? held?.ticket;
    map.set(offer.id, ticket === undefined ? offer : { ...offer, ticket });
  } else if (offer.version === held.version && held.ticket === undefined && offer.ticket !== undefined) {
    map.set(offer.id, offer);
  }
}

/** Drops the lowest ids (the oldest) among those that may go, down to `keep`, with a tenth of slack. */
function prune<T extends { readonly id: number }>(
  map: Draft<T>,
  keep: number,
  mayGo: (value: T) => boolean,
): void {
  if (!map.changed() || map.size() <= keep * 1.1) return;
  const candidates: number[] = [];
  for (const value of map.values()) if (mayGo(value)) candidates.push(value.id);
  if (candidates.length <= keep * 1.1) return;
  candidates.sort((a, b) => a - b);
  for (const id of candidates.slice(0, candidates.length - keep)) map.remove(id);
}
