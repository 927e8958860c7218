import { describe, expect, it } from 'vitest';
import { createAnnouncementQueue, type DeskNote, type NoteKind } from './announcement-queue.ts';

const queue = () => createAnnouncementQueue(5_000, (kind, count) => `${count} × ${kind}.`);
const note = (kind: NoteKind, subject: number): DeskNote => ({
  kind,
  subject,
  sentence: `${kind} ${subject}.`,
});

describe('the announcement queue', () => {
  it('says a single note in its own words', () => {
    const notes = queue();
    notes.add(note('late', 4));
    expect(notes.take(0)).toBe('late 4.');
    expect(notes.take(60_000)).toBeNull();
  });

  it('merges notes of a kind and puts the urgent kind first', () => {
    const notes = queue();
    for (const subject of [1, 2, 3, 3]) notes.add(note('driver_lost', subject));
    notes.add(note('late', 9));
    expect(notes.take(0)).toBe('late 9. 3 × driver_lost.');
  });

  it('keeps silent for a while after each announcement and loses nothing meanwhile', () => {
    const notes = queue();
    notes.add(note('late', 1));
    notes.take(0);
    notes.add(note('late', 2));
    expect(notes.take(4_999)).toBeNull();
    notes.add(note('assigned', 5));
    expect(notes.take(5_000)).toBe('late 2. assigned 5.');
  });

  it('does not tell of a loss that was over before anybody heard of it', () => {
    const notes = queue();
    notes.add(note('driver_lost', 1));
    notes.add(note('driver_lost', 2));
    notes.add(note('driver_back', 1));
    notes.add(note('connection_lost', 0));
    notes.add(note('connection_back', 0));
    expect(notes.take(0)).toBe('driver_lost 2.');
    notes.add(note('driver_back', 2));
    expect(notes.take(10_000)).toBe('driver_back 2.');
  });
});
