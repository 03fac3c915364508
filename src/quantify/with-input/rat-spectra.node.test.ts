// Real spectra of rat kidneys: where the field's usual toolbox returns its start value on raw data, the fit must not depend on their scale.
import { describe, expect, it } from 'vitest';
import { SHARED, sharedJson } from '../../../test/shared.ts';
import type { Relaxation } from '../../records/index.ts';
import { fitWithInput } from './fit.ts';
import { planWithInput } from './plan.ts';

interface Spectra {
  readonly rat: number;
  readonly shot: number;
  readonly TR_s: number;
  readonly flip_rad: number;
  readonly pyr: number[];
  readonly lac: number[];
}
const FREE: Relaxation = { low: 1 / 60, high: 1 / 10 };

describe.skipIf(SHARED === undefined)('fit with input of real spectra', () => {
  it.each([
    ['known', [1 / 30, 1 / 25]],
    ['free', [FREE, FREE]],
  ] as const)(
    'converges on the raw scale of rat 1, shot 1, to the rate of data scaled to 1: %s R1',
    (_, relaxation_perS) => {
      const { fits } = sharedJson<{ fits: Spectra[] }>('reference/hp13c/rat_kidneys_mrs_fits.json');
      const { TR_s, flip_rad, pyr, lac } = fits.find(({ rat, shot }) => rat === 1 && shot === 1)!;
      const flips = Float64Array.from(pyr, () => flip_rad);
      const plan = planWithInput(
        { metabolites: ['pyruvate', 'lactate'], repetition_s: TR_s, flipAngles_rad: [flips, flips] },
        {
          model: 'with-input',
          bolus: 'box',
          firstTime: 0,
          relaxation_perS,
          noise: { kind: 'gaussian', sd: undefined },
        },
      );
      const peak = Math.max(...pyr);
      const raw = fitWithInput(
        plan,
        [pyr, lac].map((course) => Float64Array.from(course)),
      );
      const scaled = fitWithInput(
        plan,
        [pyr, lac].map((course) => Float64Array.from(course, (x) => x / peak)),
      );
      expect(raw.end).toBe('converged');
      // The fit ends when no parameter moves by 1e-10 of itself.
      expect(Math.abs(raw.rate_perS[0]! / scaled.rate_perS[0]! - 1)).toBeLessThan(1e-7);
      expect(raw.objective / peak / peak / scaled.objective).toBeCloseTo(1, 9);
    },
  );
});
