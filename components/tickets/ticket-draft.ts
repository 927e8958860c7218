import type { Priority, ServiceType } from '#lib/domain/vocabulary.ts';
import type { LatLng } from '#lib/domain/geo.ts';
import { CreateTicketRequest, type Ticket } from '#lib/protocol/ticket.ts';

/** What a person typed into the ticket form, word for word. */
export interface TicketDraft {
  readonly customerName: string;
  readonly customerPhone: string;
  readonly serviceType: ServiceType | '';
  readonly priority: Priority;
  /** "57.70716, 11.96679"; set by the map too. */
  readonly coordinates: string;
  readonly address: string;
  /** Minutes from now; empty: no due time. */
  readonly dueInMinutes: string;
  readonly notes: string;
}

export const EMPTY_DRAFT: TicketDraft = {
  customerName: '',
  customerPhone: '',
  serviceType: '',
  priority: 'normal',
  coordinates: '',
  address: '',
  dueInMinutes: '',
  notes: '',
};

export type DraftField = keyof TicketDraft;
export type DraftProblem =
  | 'name_missing'
  | 'service_missing'
  | 'coordinates_missing'
  | 'coordinates_unreadable'
  | 'coordinates_out_of_range'
  | 'due_unreadable';
export type DraftProblems = Partial<Readonly<Record<DraftField, DraftProblem>>>;

const DEGREES = /^\s*([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*$/u;
const MAX_DUE_MINUTES = 7 * 24 * 60;

export type CoordinatesReading =
  { readonly ok: true; readonly place: LatLng } | { readonly ok: false; readonly problem: DraftProblem };

/** Reads "latitude, longitude" in degrees, as maps print it. */
export function readCoordinates(text: string): CoordinatesReading {
  if (text.trim() === '') return { ok: false, problem: 'coordinates_missing' };
  const match = DEGREES.exec(text);
  if (!match) return { ok: false, problem: 'coordinates_unreadable' };
  const latitude = Number(match[1]);
  const longitude = Number(match[2]);
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
    return { ok: false, problem: 'coordinates_out_of_range' };
  }
  return { ok: true, place: { latitude, longitude } };
}

/** Five decimals are a metre: more would be noise. */
export const writeCoordinates = ({ latitude, longitude }: LatLng): string =>
  `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;

export type DraftReading =
  | { readonly ok: true; readonly request: CreateTicketRequest }
  | { readonly ok: false; readonly problems: DraftProblems };

/** @param nowMs the server's clock: a due time is told as minutes from now */
export function readDraft(draft: TicketDraft, nowMs: number): DraftReading {
  const problems: { [Field in DraftField]?: DraftProblem } = {};
  if (draft.customerName.trim() === '') problems.customerName = 'name_missing';
  if (draft.serviceType === '') problems.serviceType = 'service_missing';
  const place = readCoordinates(draft.coordinates);
  if (!place.ok) problems.coordinates = place.problem;
  const minutes = draft.dueInMinutes.trim() === '' ? null : Number(draft.dueInMinutes);
  if (minutes !== null && !(Number.isFinite(minutes) && minutes > 0 && minutes <= MAX_DUE_MINUTES)) {
    problems.dueInMinutes = 'due_unreadable';
  }
  if (Object.keys(problems).length > 0 || !place.ok || draft.serviceType === '')
    return { ok: false, problems };
  return {
    ok: true,
    request: CreateTicketRequest.parse({
      service_type: draft.serviceType,
      priority: draft.priority,
      location: { ...place.place, address: orNull(draft.address) },
      notes: orNull(draft.notes),
      due_at: minutes === null ? null : new Date(nowMs + minutes * 60_000).toISOString(),
      customer: { name: draft.customerName.trim(), phone: orNull(draft.customerPhone) },
    }),
  };
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** Field names of a 422 answer → fields of the form; unknown ones belong to the form as a whole. */
const FIELD_OF_PATH: Readonly<Record<string, DraftField>> = {
  service_type: 'serviceType',
  priority: 'priority',
  location: 'coordinates',
  'location.latitude': 'coordinates',
  'location.longitude': 'coordinates',
  'location.address': 'address',
  notes: 'notes',
  due_at: 'dueInMinutes',
  customer: 'customerName',
  'customer.name': 'customerName',
  'customer.phone': 'customerPhone',
};

export interface RefusedFields {
  readonly fields: Partial<Readonly<Record<DraftField, string>>>;
  readonly rest: readonly string[];
}

export function refusedFields(errors: Readonly<Record<string, readonly string[]>>): RefusedFields {
  const fields: { [Field in DraftField]?: string } = {};
  const rest: string[] = [];
  for (const [path, sentences] of Object.entries(errors)) {
    const field = FIELD_OF_PATH[path];
    if (field && !fields[field]) fields[field] = sentences.join(' ');
    else rest.push(...sentences);
  }
  return { fields, rest };
}

/** The draft that shows a ticket as it is, to be edited. The due time is edited elsewhere. */
export function draftOf(ticket: Ticket): TicketDraft {
  return {
    customerName: ticket.customer.name,
    customerPhone: ticket.customer.phone ?? '',
    serviceType: ticket.service_type,
    priority: ticket.priority,
    coordinates: writeCoordinates(ticket.location),
    address: ticket.location.address ?? '',
    dueInMinutes: '',
    notes: ticket.notes ?? '',
  };
}
