import { describe, expect, it } from 'vitest';
import { assumptionsOf } from './assumptions.ts';
import { DEFAULT_VALUES, MOUSE_VALUE_TABLE } from './values.ts';

describe('assumptions', () => {
  it('have a range that holds the value, and a source', () => {
    for (const { value, low, high, source, what } of Object.values(MOUSE_VALUE_TABLE)) {
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
      expect(low).toBeLessThan(high);
      expect(source.length * what.length).toBeGreaterThan(0);
    }
  });
  it('name what was given as given and leave out agents that are not there', () => {
    const list = assumptionsOf({ ...DEFAULT_VALUES, fumaraseOpen_perS: 0.5 }, ['fumarate']);
    const open = list.find(({ name }) => name === 'fumaraseOpen_perS')!;
    expect(open).toMatchObject({ status: 'given', value: 0.5, low: 0.005, high: 0.5 });
    expect(list.some(({ name }) => name === 'ureaT1_s')).toBe(false);
    expect(list.some(({ name }) => name === 'malateT1_s')).toBe(true);
  });
});
