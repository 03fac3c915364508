// The rat kidneys and the rat spectra of the shared folder against the exact optimum and the field's usual toolbox.
import { describe, expect, it } from 'vitest';
import { SHARED, sharedFile, sharedJson } from '../../../test/shared.ts';
import { fitInputless, planInputless } from './fit.ts';
import type { RateFitSettings } from '../../records/index.ts';

const DEGREES = Math.PI / 180;

interface Reference {
  TR_s: number;
  flips_pyr_deg: number[];
  flips_lac_deg: number[];
  time_points_fitted_1based: number[];
  voxel_linear_index_1based_column_major: number[];
  kPL: number[];
  Mz0_L: number[];
  Rsq_lactate: number[];
}
interface Exact {
  kPL: number[];
  Mz0_L: number[];
  objective: number[];
}

/** float32 [row, col, slice, time] of a plain .npy file. */
function npy(path: string): Float32Array {
  const bytes = sharedFile(path);
  const headerLength = bytes[8]! + 256 * bytes[9]!;
  return new Float32Array(bytes.slice(10 + headerLength).buffer);
}

const fixed = (relaxation_perS: readonly number[]): RateFitSettings => ({
  model: 'inputless',
  bolus: 'box',
  firstTime: 0,
  relaxation_perS,
  noise: { kind: 'gaussian', sd: undefined },
});

describe.skipIf(SHARED === undefined)('inputless fit of real data', () => {
  it('meets the exact optimum in all 155 voxels of the rat kidneys to 1e-6 /s', () => {
    const folder = 'hp13c/rat_kidneys_epi_exp1_vfa';
    const reference = sharedJson<Reference>(`reference/${folder}_inputless.json`);
    const exact = sharedJson<Exact>(`reference/${folder}_exact_optimum.json`);
    const pyruvate = npy(`data/${folder}/pyruvate.npy`);
    const lactate = npy(`data/${folder}/lactate.npy`);
    const firstTime = reference.time_points_fitted_1based[0]! - 1;
    const flips = [reference.flips_pyr_deg, reference.flips_lac_deg].map((list) =>
      Float64Array.from(list, (x) => x * DEGREES),
    );
    const plan = planInputless(
      { metabolites: ['pyruvate', 'lactate'], repetition_s: 2, flipAngles_rad: flips },
      { ...fixed([1 / 30, 1 / 25]), firstTime },
    );
    const gaps = { rate: 0, mz: 0, objective: 0, rSquared: 0 };
    reference.voxel_linear_index_1based_column_major.forEach((index, v) => {
      const row = (index - 1) % 32;
      const column = Math.floor((index - 1) / 32);
      const course = (data: Float32Array) =>
        Float64Array.from(data.subarray((row * 32 + column) * 25 + firstTime, (row * 32 + column + 1) * 25));
      const fit = fitInputless(plan, [course(pyruvate), course(lactate)]);
      expect(fit.end).toBe('converged');
      gaps.rate = Math.max(gaps.rate, Math.abs(fit.rate_perS[0]! - exact.kPL[v]!));
      gaps.mz = Math.max(gaps.mz, Math.abs(fit.initialMz[0]! / exact.Mz0_L[v]! - 1));
      gaps.objective = Math.max(gaps.objective, fit.objective / exact.objective[v]! - 1);
      gaps.rSquared = Math.max(gaps.rSquared, Math.abs(fit.rSquared[0]! - reference.Rsq_lactate[v]!));
    });
    expect(gaps.rate).toBeLessThan(1e-6);
    expect(gaps.objective).toBeLessThan(1e-9);
    expect(gaps.rSquared).toBeLessThan(1e-5);
  });

  it('meets the toolbox on the spectra of rats 1, 2 and 4 with one and with three products', () => {
    const { fits } = sharedJson<{ fits: Record<string, number & number[]>[] }>(
      'reference/hp13c/rat_kidneys_mrs_fits.json',
    );
    const gaps = { two: 0, four: 0, objective: 0 };
    for (const reference of fits) {
      const flips = Float64Array.from(reference['pyr']!, () => reference['flip_rad']!);
      const course = (name: string) => Float64Array.from(reference[name]!);
      const two = planInputless(
        { metabolites: ['pyruvate', 'lactate'], repetition_s: 3, flipAngles_rad: [flips, flips] },
        fixed([1 / 30, 1 / 25]),
      );
      gaps.two = Math.max(
        gaps.two,
        Math.abs(fitInputless(two, [course('pyr'), course('lac')]).rate_perS[0]! - reference['kPL_2site']!),
      );
      const four = planInputless(
        {
          metabolites: ['pyruvate', 'lactate', 'bicarbonate', 'alanine'],
          repetition_s: 3,
          flipAngles_rad: [flips, flips, flips, flips],
        },
        fixed([1 / 30, 1 / 25, 1 / 15, 1 / 25]),
      );
      const fit = fitInputless(four, [course('pyr'), course('lac'), course('bicarb'), course('ala')]);
      ['kPL', 'kPB', 'kPA'].forEach(
        (name, j) => (gaps.four = Math.max(gaps.four, Math.abs(fit.rate_perS[j]! - reference[name]!))),
      );
      gaps.objective = Math.max(gaps.objective, fit.objective / reference['objective']! - 1);
    }
    expect(gaps.two).toBeLessThan(1e-6);
    expect(gaps.four).toBeLessThan(1e-6);
    expect(gaps.objective).toBeLessThan(1e-9);
  });
});
