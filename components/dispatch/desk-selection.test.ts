import { expect, it } from 'vitest';
import { pathOfSelection, selectionOfPath } from './desk-selection.ts';

it.each(['/dispatch', '/dispatch/tickets/12', '/dispatch/drivers/3'])('reads and writes %s', (path) => {
  expect(pathOfSelection(selectionOfPath(path))).toBe(path);
});

it.each(['/dispatch/tickets/0', '/dispatch/tickets/x', '/dispatch/tickets/1/2', '/driver'])(
  'selects nothing at %s',
  (path) => expect(selectionOfPath(path)).toEqual({ kind: 'none' }),
);
