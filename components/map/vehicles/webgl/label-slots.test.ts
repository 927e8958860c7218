import { expect, it } from 'vitest';
import type { LabelImage } from '../fleet-renderer.ts';
import { createLabelSlots } from './label-slots.ts';

const image = (key: string): LabelImage => ({
  key,
  widthPx: 1,
  heightPx: 1,
  pixels: { width: 1, height: 1 } as ImageData,
});

it('uploads an image once, however many sets it is in', () => {
  const slots = createLabelSlots(4);
  const anna = image('anna');
  slots.begin();
  expect(slots.take(anna)).toEqual({ slot: 0, isNew: true });
  slots.begin();
  expect(slots.take(anna)).toEqual({ slot: 0, isNew: false });
});

it('uploads an image anew when the same name was painted again', () => {
  const slots = createLabelSlots(4);
  slots.begin();
  slots.take(image('anna'));
  expect(slots.take(image('anna'))).toEqual({ slot: 0, isNew: true });
});

it('gives the slot away that was used longest ago', () => {
  const slots = createLabelSlots(2);
  const [anna, bo, cleo] = ['anna', 'bo', 'cleo'].map(image);
  slots.begin();
  slots.take(anna!);
  slots.take(bo!);
  slots.begin();
  slots.take(anna!);
  slots.begin();
  expect(slots.take(cleo!)).toEqual({ slot: 1, isNew: true });
  expect(slots.take(anna!)).toEqual({ slot: 0, isNew: false });
});

it('takes no slot away from a label of the same frame', () => {
  const slots = createLabelSlots(1);
  slots.begin();
  slots.take(image('anna'));
  expect(slots.take(image('bo'))).toBeUndefined();
});
