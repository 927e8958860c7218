import { z, ZodError } from 'zod';
import { asRefusal } from '#backend/api/errors.ts';
import { readableTicket } from '#backend/api/tickets/read-ticket.ts';
import { syncPage } from '#backend/api/sync/sync-page.ts';
import { acceptOffer } from '#backend/commands/accept-offer.ts';
import { runCommand, runTicketCommand } from '#backend/commands/change-set.ts';
import { declineOffer } from '#backend/commands/decline-offer.ts';
import { setDuty } from '#backend/commands/set-duty.ts';
import { setTicketStatus } from '#backend/commands/set-ticket-status.ts';
import { ticketFor } from '#backend/commands/visibility.ts';
import { loadDrivers } from '#backend/db/driver-resource.ts';
import { loadOffers } from '#backend/db/offer-resource.ts';
import { loadTickets } from '#backend/db/ticket-resource.ts';
import type { Actor, Backend } from '#backend/platform/backend.ts';
import { forbidden } from '#backend/platform/refusal.ts';
import { DutyRequest } from '#lib/protocol/driver.ts';
import { DeclineRequest } from '#lib/protocol/offer.ts';
import { id } from '#lib/protocol/scalars.ts';
import { StatusRequest } from '#lib/protocol/ticket.ts';

/** JSON-RPC 2.0 over a plain socket: the same commands as REST, with the same refusals. */

const Call = z.object({
  jsonrpc: z.literal('2.0'),
  method: z.string().max(100),
  params: z.unknown().optional(),
  id: z.union([z.string().max(200), z.number(), z.null()]).optional(),
});

const dbId = id.max(2_147_483_647);
const TicketParams = z.object({ ticket_id: dbId });
const OfferParams = z.object({ offer_id: dbId });
const SyncParams = z.object({ cursor: z.string().optional() }).default({});

type Method = (backend: Backend, actor: Actor, params: unknown) => Promise<unknown>;

const METHODS: Readonly<Record<string, Method>> = {
  'ticket.get': async (backend, actor, params) => {
    const { ticket_id } = TicketParams.parse(params);
    await readableTicket(backend.db, actor, ticket_id);
    const [ticket] = await loadTickets(backend.db, [ticket_id], backend.clock.nowMs());
    return ticket === undefined ? null : ticketFor(actor, ticket);
  },
  'ticket.setStatus': async (backend, actor, params) => {
    const { ticket_id } = TicketParams.parse(params);
    const request = StatusRequest.parse(params);
    const ticket = await runTicketCommand(backend, actor, (change) =>
      setTicketStatus(change, ticket_id, request),
    );
    return ticketFor(actor, ticket);
  },
  'offer.accept': async (backend, actor, params) => {
    const { offer_id } = OfferParams.parse(params);
    driverOf(actor);
    return ticketFor(
      actor,
      await runTicketCommand(backend, actor, (change) => acceptOffer(change, offer_id)),
    );
  },
  'offer.decline': async (backend, actor, params) => {
    const { offer_id } = OfferParams.parse(params);
    const { reason = null } = DeclineRequest.parse(params);
    driverOf(actor);
    await runCommand(backend, actor, (change) => declineOffer(change, offer_id, reason));
    const [offer] = await loadOffers(backend.db, [offer_id]);
    return offer ?? null;
  },
  'driver.setDuty': async (backend, actor, params) => {
    const { duty } = DutyRequest.parse(params);
    const driverId = driverOf(actor);
    await runCommand(backend, actor, (change) => setDuty(change, driverId, duty));
    const [driver] = await loadDrivers(backend.db, [driverId]);
    return driver ?? null;
  },
  sync: async (backend, actor, params) => {
    if (actor.role === 'link') throw forbidden();
    const { cursor } = SyncParams.parse(params);
    return syncPage(backend.db, actor, cursor, backend.clock.nowMs());
  },
};

function driverOf(actor: Actor): number {
  if (actor.driverId === null) throw forbidden('This is for drivers.');
  return actor.driverId;
}

const MAX_BATCH = 20;

type Answer =
  | { readonly jsonrpc: '2.0'; readonly id: string | number | null; readonly result: unknown }
  | {
      readonly jsonrpc: '2.0';
      readonly id: string | number | null;
      readonly error: { readonly code: number; readonly message: string; readonly data?: unknown };
    };

/** @returns undefined when nothing is to be answered: notifications only */
export async function answerRpc(backend: Backend, actor: Actor, body: unknown): Promise<unknown> {
  if (!Array.isArray(body)) return answerCall(backend, actor, body);
  if (body.length === 0 || body.length > MAX_BATCH)
    return failure(null, -32600, `A batch has 1 to ${MAX_BATCH} calls.`);
  const answers: Answer[] = [];
  for (const call of body) {
    const answer = await answerCall(backend, actor, call);
    if (answer !== undefined) answers.push(answer);
  }
  return answers.length === 0 ? undefined : answers;
}

async function answerCall(backend: Backend, actor: Actor, body: unknown): Promise<Answer | undefined> {
  const call = Call.safeParse(body);
  if (!call.success) return failure(null, -32600, 'This is no JSON-RPC 2.0 call.');
  const { method, params, id: callId } = call.data;
  const answer = await run(backend, actor, method, params, callId ?? null);
  return callId === undefined ? undefined : answer;
}

async function run(
  backend: Backend,
  actor: Actor,
  name: string,
  params: unknown,
  callId: string | number | null,
): Promise<Answer> {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (method === undefined) return failure(callId, -32601, 'There is no such method.');
  try {
    return { jsonrpc: '2.0', id: callId, result: await method(backend, actor, params) };
  } catch (error) {
    if (error instanceof ZodError)
      return failure(callId, -32602, error.issues[0]?.message ?? 'The params are not valid.');
    const refusal = asRefusal(error);
    if (refusal === undefined) {
      backend.log.error({ err: error, method: name }, 'unexpected error');
      return failure(callId, -32603, 'Something went wrong on our side.');
    }
    const { status, code, message, details } = refusal;
    return failure(callId, -32000, message, { status, code, ...details });
  }
}

const failure = (callId: string | number | null, code: number, message: string, data?: unknown): Answer => ({
  jsonrpc: '2.0',
  id: callId,
  error: { code, message, ...(data === undefined ? {} : { data }) },
});
