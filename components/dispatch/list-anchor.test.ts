import { describe, expect, it } from 'vitest';
import { anchorAt, scrollTopFor } from './list-anchor.ts';

const ROW = 60;

describe('a list that changes while somebody reads it', () => {
  it('has no anchor at the top, so that new rows are seen', () => {
    expect(anchorAt([1, 2, 3], ROW, 0)).toBeNull();
  });

  it('keeps the first visible row where it was when rows come in above', () => {
    const before = [1, 2, 3, 4];
    const anchor = anchorAt(before, ROW, 75);
    expect(anchor).toEqual({ key: 2, offsetPx: 15 });
    expect(anchor && scrollTopFor(anchor, before, [9, 8, 1, 2, 3, 4], ROW)).toBe(195);
  });

  it('holds on to the next row when the first visible one goes', () => {
    const before = [1, 2, 3, 4];
    const anchor = anchorAt(before, ROW, 60);
    expect(anchor && scrollTopFor(anchor, before, [1, 3, 4], ROW)).toBe(60);
  });

  it('gives up when nothing that was visible is left', () => {
    expect(scrollTopFor({ key: 2, offsetPx: 0 }, [1, 2], [5, 6], ROW)).toBeNull();
  });
});
