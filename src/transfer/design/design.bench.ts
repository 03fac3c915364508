// A gradient beside a sweep, and whole designs, with the error of each gradient and of each polarization measured beside the time.
import { bench, report } from '../../../test/bench.ts';
import { Random } from '../../base/index.ts';
import { libraryMolecule } from '../../physics/spins/index.ts';
import { DEFAULT_DESIGN, designProfile } from './design.ts';
import { transferObjective } from './objective.ts';
import type { Condition, Sample } from './sample.ts';

const relaxation = { model: 'randomFields', T1_s: { Ha: 8, Hb: 8, C1: 40 } } as const;
const still: Sample = {
  system: libraryMolecule('fumarate, set B').system,
  paraFraction: 0.95,
  addition: { dephasedAt_T: 5e-5 },
  target: 'C1',
};
const five: Condition[] = [-2, -1, 0, 1, 2].map((k) => ({ weight: 1, offset_T: 3e-9 * k, scale: 1 + 0.005 * k }));
const grating = { points: 200, duration_s: 0.4, largest_T: 2e-6 };
const random = new Random(7);
const command = Float64Array.from({ length: 200 }, (_, i) => 2e-6 * ((i / 199) * (i / 199) + 0.05 * random.next()));

/** Baseline: the sweep. Their ratio, printed below 1, is a sweep over a gradient. */
function gradientBeside(name: string, sample: Sample): void {
  const objective = transferObjective(sample, grating);
  const slope = new Float64Array(200);
  const value = objective.evaluate(command, slope);
  const error = Math.abs(transferObjective(sample, { ...grating, finer: 4 }).evaluate(command) - value);
  const h = 1e-8,
    at = (by: number): number => objective.evaluate(command.map((field, i) => (i === 99 ? field + by : field)));
  const odd = (n: number): number => at(n * h) - at(-n * h);
  const gap = Math.abs((45 * odd(1) - 9 * odd(2) + odd(3)) / (60 * h) - slope[99]!) / Math.max(...slope.map(Math.abs));
  bench(`gradient beside sweep, ${name}`, {
    size: `200 fields, gradient to ${gap.toExponential(0)}, polarization to ${error.toExponential(0)}`,
    run: () => objective.evaluate(command, slope),
    baseline: () => objective.evaluate(command),
  });
}
gradientBeside('Hilbert blocks', still);
gradientBeside('relaxation', { ...still, relaxation });
gradientBeside('relaxation, mean of 5', { ...still, relaxation, conditions: five });
gradientBeside('relaxation, field across', { ...still, relaxation, conditions: [{ weight: 1, across_T: 3e-8 }] });

const limits = { field_T: [0, 2e-6], slew_TPerS: 1e-4, bandwidth_Hz: 500 } as const;
for (const [name, sample, duration_s] of [
  ['relaxation', { ...still, relaxation }, 0.25],
  ['relaxation, mean of 5', { ...still, relaxation, conditions: five }, 0.25],
  ['relaxation, mean of 5', { ...still, relaxation, conditions: five }, 0.5],
] as const) {
  const run = () => designProfile(sample, { ...DEFAULT_DESIGN, duration_s, limits });
  const { polarization, compared, reachedError, evaluations, end } = run();
  bench(`whole design, ${name}`, {
    size: `200 fields, ${duration_s} s, ${(100 * polarization).toFixed(2)}% (constant adiabaticity ${(100 * compared.constantAdiabaticity).toFixed(2)}%), error ${reachedError.toExponential(0)}, ${evaluations} gradients, ${end}`,
    run,
  });
}

report();
