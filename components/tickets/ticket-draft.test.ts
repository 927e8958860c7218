import { describe, expect, it } from 'vitest';
import { NOW_MS, isoBefore, sampleTicket } from '#tests/fixtures/samples.ts';
import { EMPTY_DRAFT, draftOf, readCoordinates, readDraft, refusedFields } from './ticket-draft.ts';
import { readEdit, rebaseDraft } from './ticket-edit.ts';

const good = {
  ...EMPTY_DRAFT,
  customerName: ' Karin Berg ',
  serviceType: 'tow',
  coordinates: '57.70716, 11.96679',
} as const;

describe('readCoordinates', () => {
  it.each(['57.70716, 11.96679', '57.70716 11.96679', ' 57.70716°, 11.96679° ', '57.70716;11.96679'])(
    'reads %s',
    (text) => {
      expect(readCoordinates(text)).toEqual({
        ok: true,
        place: { latitude: 57.70716, longitude: 11.96679 },
      });
    },
  );

  it.each([
    ['', 'coordinates_missing'],
    ['Kungsgatan 1', 'coordinates_unreadable'],
    ['57.7', 'coordinates_unreadable'],
    ['NaN, 1', 'coordinates_unreadable'],
    ['91, 11', 'coordinates_out_of_range'],
    ['57, -180.5', 'coordinates_out_of_range'],
  ])('refuses %j', (text, problem) => {
    expect(readCoordinates(text)).toEqual({ ok: false, problem });
  });
});

describe('readDraft', () => {
  it('names every problem at once', () => {
    expect(readDraft({ ...EMPTY_DRAFT, dueInMinutes: '-5' }, NOW_MS)).toEqual({
      ok: false,
      problems: {
        customerName: 'name_missing',
        serviceType: 'service_missing',
        coordinates: 'coordinates_missing',
        dueInMinutes: 'due_unreadable',
      },
    });
  });

  it('makes the request, the due time counted from the server clock and empty text as null', () => {
    expect(readDraft({ ...good, dueInMinutes: '30', notes: '  ' }, NOW_MS)).toEqual({
      ok: true,
      request: {
        service_type: 'tow',
        priority: 'normal',
        location: { latitude: 57.70716, longitude: 11.96679, address: null },
        notes: null,
        due_at: isoBefore(-1_800_000),
        customer: { name: 'Karin Berg', phone: null },
      },
    });
  });
});

describe('refusedFields', () => {
  it('puts each sentence at its field and keeps the ones without a field', () => {
    expect(
      refusedFields({ 'location.latitude': ['Too far.'], 'customer.phone': ['Bad.'], odd: ['What?'] }),
    ).toEqual({
      fields: { coordinates: 'Too far.', customerPhone: 'Bad.' },
      rest: ['What?'],
    });
  });
});

describe('an edit', () => {
  const base = sampleTicket({ notes: 'Grey Saab' });

  it('sends only what the person changed', () => {
    const reading = readEdit(base, { ...draftOf(base), notes: 'Blue Saab', customerPhone: '' }, NOW_MS);
    expect(reading).toMatchObject({ ok: true, request: { notes: 'Blue Saab', customer: { phone: null } } });
    expect(reading.ok && Object.keys(reading.request)).toEqual(['notes', 'customer']);
  });

  it('does not move the pin when only the address text changes', () => {
    const exact = sampleTicket({
      location: { latitude: 57.707_161_9, longitude: 11.966_791_1, address: null },
    });
    const reading = readEdit(exact, { ...draftOf(exact), address: 'By the bridge' }, NOW_MS);
    expect(reading.ok && reading.request.location).toEqual({
      latitude: 57.707_161_9,
      longitude: 11.966_791_1,
      address: 'By the bridge',
    });
  });

  it('lays typed text over the newer ticket and says what the other side changed', () => {
    const now = sampleTicket({ version: 2, notes: 'Red Saab', priority: 'urgent' });
    const typed = { ...draftOf(base), notes: 'Blue Saab' };
    expect(rebaseDraft(base, now, typed)).toEqual({
      draft: { ...draftOf(now), notes: 'Blue Saab' },
      theirs: ['priority', 'notes'],
      conflicts: ['notes'],
    });
  });
});
