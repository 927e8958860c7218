import { describe, expect, test } from 'vitest';
import { endsFollowing, firstMove, followZoom, gestureOfKey, nextStep, STREET_ZOOM } from './follow-rules.ts';

describe('following ends', () => {
  test('with every gesture that takes hold of the view', () => {
    for (const gesture of ['drag', 'wheel', 'pinch', 'double_click', 'arrow_key', 'lasso'] as const)
      expect(endsFollowing(gesture), gesture).toBe(true);
  });

  test('not with a press, nor with plus and minus, which only choose how close', () => {
    for (const gesture of ['press', 'zoom_key', 'zoom_button'] as const)
      expect(endsFollowing(gesture), gesture).toBe(false);
  });

  test('with the arrow keys, and with no other key of the page', () => {
    expect(gestureOfKey('ArrowLeft')).toBe('arrow_key');
    expect(gestureOfKey('+')).toBe('zoom_key');
    expect(gestureOfKey('-')).toBe('zoom_key');
    expect(gestureOfKey('j')).toBeUndefined();
    expect(gestureOfKey('Tab')).toBeUndefined();
  });
});

describe('following begins', () => {
  test('at a level where streets can be seen, and never further out than the person was', () => {
    expect(followZoom(9)).toBe(STREET_ZOOM);
    for (const zoom of [15, 16.5, 19]) expect(followZoom(zoom)).toBe(zoom);
  });

  test('with an ease when near, a flight when far or at another level, a jump with reduced motion', () => {
    expect(firstMove({ distancePx: 300, zoomChanges: false }, 900, false)).toBe('ease');
    expect(firstMove({ distancePx: 5_000, zoomChanges: false }, 900, false)).toBe('fly');
    expect(firstMove({ distancePx: 300, zoomChanges: true }, 900, false)).toBe('fly');
    expect(firstMove({ distancePx: 5_000, zoomChanges: true }, 900, true)).toBe('jump');
  });
});

describe('following goes on', () => {
  test('flowing along, and standing still with a vehicle that stands', () => {
    expect(nextStep(0.2, 900, false)).toBe('stay');
    expect(nextStep(14, 900, false)).toBe('flow');
  });

  test('with a jump where motion is unwanted or the vehicle reappears far away', () => {
    expect(nextStep(14, 900, true)).toBe('jump');
    expect(nextStep(4_000, 900, false)).toBe('jump');
  });
});
