import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearestName } from './suggest.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['fit', 'ift', 1],
    ['ca', 'abc', 3],
  ])('of %o and %o is %i', (a, b, distance) => expect(editDistance(a, b)).toBe(distance));
  it('is symmetric, zero only for equal names, and at most the longer length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
        const distance = editDistance(a, b);
        expect(editDistance(b, a)).toBe(distance);
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

describe('nearestName', () => {
  it('finds the known name behind a slip of the fingers', () =>
    expect(nearestName('flipAngel', ['repetitionTime', 'flipAngle', 'firstTimePoint'])).toBe('flipAngle'));
  it('does not mind the case of letters', () => expect(nearestName('MALATE', ['lactate', 'malate'])).toBe('malate'));
  it('takes a name that holds what was written before one of as many other letters', () => {
    const limits = ['duration_s', 'durations_s', 'field_T', 'slew_TPerS', 'bandwidth_Hz', 'start_T', 'end_T'];
    expect(nearestName('slew', limits)).toBe('slew_TPerS');
    expect(nearestName('duration', limits)).toBe('duration_s');
    expect(nearestName('slew_TPerS_max', limits)).toBe('slew_TPerS');
    expect(nearestName('Bandwidth', limits)).toBe('bandwidth_Hz');
    expect(nearestName('dead_mL', ['name', 'leg', 'deadVolume_mL'])).toBe('deadVolume_mL');
  });
  it('takes one wrong letter before a part', () => expect(nearestName('rate', ['rateFactors', 'date'])).toBe('date'));
  it('takes the first of equals', () => expect(nearestName('x', ['a', 'b'])).toBe('a'));
  it('knows nothing where nothing is known', () => expect(nearestName('x', [])).toBeUndefined());
});
