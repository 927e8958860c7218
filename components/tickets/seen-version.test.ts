import { expect, it } from 'vitest';
import { sampleDriver, sampleOffer, sampleTicket } from '#tests/fixtures/samples.ts';
import { seenVersion } from './seen-version.ts';

const seen = sampleTicket({ version: 3 });

it('follows changes that leave the ticket in the same hands', () => {
  expect(seenVersion(seen, sampleTicket({ version: 5, notes: 'Blue Saab' }))).toBe(5);
});

it('stays with what was seen when somebody else took or offered the ticket meanwhile', () => {
  const { id, name, vehicle, phone } = sampleDriver();
  const taken = sampleTicket({ version: 4, status: 'assigned', driver: { id, name, vehicle, phone } });
  expect(seenVersion(seen, taken)).toBe(3);
  expect(seenVersion(seen, sampleTicket({ version: 4, status: 'offered', offer: sampleOffer() }))).toBe(3);
});
