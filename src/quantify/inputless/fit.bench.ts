// The inputless fit with its errors, per voxel of 15 time points, beside a plain minimizer of the same objective from one start.
import { bench, report } from '../../../test/bench.ts';
import { Random } from '../../base/index.ts';
import { minimizeDamped, sumOfSquares } from '../../math/index.ts';
import { BOX_BOLUS, simulateExchange } from '../../physics/index.ts';
import type { RateFitSettings } from '../../records/index.ts';
import { fitInputless, planInputless } from './fit.ts';
import { jacobianWidth, predictInto } from './problem.ts';

const N = 15;
const VOXELS = 155;
const flips = [new Float64Array(N).fill(0.5), new Float64Array(N).fill(0.8)];
const random = new Random(3);
const voxels = Array.from({ length: VOXELS }, () => {
  const rate = 0.005 + 0.04 * random.next();
  const { signal } = simulateExchange(
    {
      r1_perS: [1 / 30, 1 / 25],
      rates_perS: [
        [0, rate],
        [0, 0],
      ],
      initial: [0, 0],
      input: { bolus: BOX_BOLUS, shape: [-6, 12], amplitude: 1000 },
    },
    Float64Array.from({ length: N }, (_, i) => 2 * i),
    flips,
  );
  return signal.map((values) => values.map((value) => value + 20 * random.normal()));
});
const settings = (kind: 'gaussian' | 'rician'): RateFitSettings => ({
  model: 'inputless',
  bolus: 'box',
  firstTime: 0,
  relaxation_perS: [1 / 30, 1 / 25],
  noise: { kind, sd: [20, 20] },
});
const acquisition = { metabolites: ['pyruvate', 'lactate'], repetition_s: 2, flipAngles_rad: flips };
const gaussian = planInputless(acquisition, settings('gaussian'));
const rician = planInputless(acquisition, settings('rician'));
const magnitudes = voxels.map((signals) => signals.map((values) => values.map(Math.abs)));

/** The same objective by Levenberg-Marquardt from one start, without errors: what there would be without elimination. */
function plainMinimizer(signals: readonly Float64Array[]): number {
  const { problem } = gaussian;
  const mz = signals[0]!.map((value, i) => value / problem.sinSubstrate[i]!);
  const full = new Float64Array(N * jacobianWidth(1));
  const model = sumOfSquares(
    (p, residuals, jacobian) => {
      const parameters = {
        rates: p.subarray(0, 1),
        initialMz: p.subarray(1, 2),
        r1Substrate: 1 / 30,
        r1Products: [1 / 25],
      };
      predictInto(residuals, problem, mz, parameters, jacobian === undefined ? undefined : full);
      for (let i = 0; i < N; i++) residuals[i] = residuals[i]! - signals[1]![i]!;
      if (jacobian !== undefined) for (let i = 0; i < N; i++) jacobian.set(full.subarray(4 * i, 4 * i + 2), 2 * i);
    },
    N,
    2,
  );
  const bounds = { lower: Float64Array.of(-2, -Infinity), upper: Float64Array.of(2, Infinity) };
  return minimizeDamped(model, Float64Array.of(0.01, 0), { ...bounds, tolerance: 1e-10, maxSteps: 100 }).cost;
}

bench('inputless fit with errors, Gaussian', {
  size: `${VOXELS} voxels x ${N} time points`,
  run: () => voxels.forEach((signals) => fitInputless(gaussian, signals)),
  baseline: () => voxels.forEach(plainMinimizer),
});
bench('inputless fit with errors, Rician', {
  size: `${VOXELS} voxels x ${N} time points`,
  run: () => magnitudes.forEach((signals) => fitInputless(rician, signals)),
});
report();
