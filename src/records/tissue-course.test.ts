import { describe, expect, it } from 'vitest';
import { recordCourse, type SteppableTissue } from './tissue-course.ts';

/** Two voxels of one line that decays with 10 s. */
function decaying(): SteppableTissue {
  const held = Float64Array.of(1, 2);
  let now = 0;
  return {
    geometry: { shape: [2, 1, 1], affineRas_mm: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] },
    lines: [{ name: 'urea', substance: 'urea', agent: 'urea', shift_ppm: 163.5 }],
    get time_s() {
      return now;
    },
    advanceTo(time_s) {
      held.forEach((x, i) => (held[i] = x * Math.exp(-(time_s - now) / 10)));
      now = time_s;
    },
    polarizedInto(out, _line, compartment) {
      out.set(compartment === 'tissue' ? [0, 0] : held);
    },
    excite(_line, kept) {
      held.forEach((x, i) => (held[i] = x * (typeof kept === 'number' ? kept : kept[i]!)));
    },
    budget: () => ({ injected_nmol: 0, present_nmol: 0, relaxed_nmol: 0, excited_nmol: 0, lost_nmol: 0 }),
  };
}

describe('recordCourse', () => {
  it('records what is there before each excitation, voxel by voxel', () => {
    const kept = Float64Array.of(0.5, 0.9);
    const { polarized_mM, time_s } = recordCourse(decaying(), [1, 3], () => kept);
    expect([...time_s]).toEqual([1, 3]);
    expect(polarized_mM.shape).toEqual([1, 2, 2, 1, 1, 2]);
    const [first, second] = [Math.exp(-0.1), Math.exp(-0.3)];
    [first, 2 * first, 0.5 * second, 1.8 * second, 0, 0, 0, 0].forEach((value, i) =>
      expect(polarized_mM.data[i]).toBeCloseTo(value, 14),
    );
  });
  it('refuses an empty list of times', () => {
    expect(() => recordCourse(decaying(), [])).toThrow(/at least one time/);
  });
});
