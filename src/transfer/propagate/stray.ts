// A constant stray field across the z axis during a field cycle: total projection is no longer kept, so all states move together.
import { ScienceError } from '../../base/index.ts';
import { sweepInto, sweepMatrix } from '../../math/fast/index.ts';
import { denseHamiltonian_Hz, spinOperator, stateDigits, type Spins } from '../../physics/spins/index.ts';
import type { EvolveSettings } from './evolve.ts';
import { densityOf, factorsOf } from './factors.ts';
import { refine, type Refined } from './refine.ts';
import type { Profile } from '../profile.ts';
import { planOf, scheduleOf } from './schedule.ts';

/** Largest Hilbert space handled with a stray field: 8 spins 1/2. */
const LARGEST_DIMENSION = 256;

/**
 * The density [N, N] at the end of `profile` with `across_T` of field along x all the time; a stray field in another direction
 * of the plane gives the same polarizations for starts that do not single out a direction.
 */
export function evolveWithStray(
  spins: Spins,
  rho: Float64Array,
  profile: Profile,
  across_T: number,
  settings: EvolveSettings,
): Refined & { readonly density: Float64Array } {
  const n = spins.dimension;
  if (n > LARGEST_DIMENSION)
    throw new ScienceError(
      'unsupported',
      `${spins.name}: a stray field needs all ${n} states at once; the limit is ${LARGEST_DIMENSION}`,
    );
  const h = denseHamiltonian_Hz(spins, { field_T: 0, heteronuclear: 'full' });
  const digits = stateDigits(spins);
  const d = new Float64Array(n);
  for (let k = 0; k < spins.n; k++) {
    const perT = (spins.gamma_radPerSPerT[k]! * (1 + 1e-6 * spins.shift_ppm[k]!)) / (2 * Math.PI);
    const x = spinOperator(spins, k, 'x');
    for (let i = 0; i < n * n; i++) h[i]! -= across_T * perT * x[2 * i]!;
    for (let s = 0; s < n; s++) d[s]! -= perT * (spins.twiceSpin[k]! / 2 - digits[s * spins.n + k]!);
  }
  const matrix = sweepMatrix(h, d);
  const plan = planOf([matrix], profile);
  const { columns, vectors, weights, shift } = factorsOf(rho, n);
  let x = vectors;
  const refined = refine(settings.tolerance, settings.maxSteps, {
    run: (scale) => {
      const schedule = scheduleOf(plan, scale);
      x = vectors.slice();
      sweepInto(
        x,
        columns,
        matrix,
        schedule,
        Math.max(1e-15, Math.min(1e-10, (2e-2 * settings.tolerance) / Math.sqrt(schedule.n))),
      );
      const values = new Float64Array(n);
      for (let i = 0; i < n; i++)
        for (let c = 0; c < columns; c++)
          values[i]! += weights[c]! * (x[2 * (i * columns + c)]! ** 2 + x[2 * (i * columns + c) + 1]! ** 2);
      return { n: schedule.n, values };
    },
  });
  return { ...refined, density: densityOf(x, weights, shift, n) };
}

/** <Iz>/I of each spin of a density [N, N]. */
export function densePolarizations(spins: Spins, rho: Float64Array): Float64Array {
  const digits = stateDigits(spins);
  const n = spins.dimension;
  return Float64Array.from(spins.labels, (_, k) => {
    let sum = 0;
    for (let s = 0; s < n; s++)
      sum += rho[2 * (s * n + s)]! * (1 - (2 * digits[s * spins.n + k]!) / spins.twiceSpin[k]!);
    return sum;
  });
}
