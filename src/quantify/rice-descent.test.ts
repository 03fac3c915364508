import { expect, it } from 'vitest';
import { Random } from '../base/index.ts';
import { fitInputless, planInputless } from './inputless/fit.ts';

const N = 20;
const flips = [new Float64Array(N).fill(0.21), new Float64Array(N).fill(0.61)];

it.each([1, 2])('every fit of magnitudes of nothing but noise ends at an optimum (%d products)', (nProducts) => {
  const metabolites = ['fumarate', 'malate', 'lactate'].slice(0, nProducts + 1);
  const plan = planInputless(
    { metabolites, repetition_s: 3, flipAngles_rad: metabolites.map((_, i) => flips[Math.min(i, 1)]!) },
    {
      model: 'inputless',
      bolus: 'box',
      firstTime: 0,
      relaxation_perS: metabolites.map(() => 0.04),
      noise: { kind: 'rician', sd: metabolites.map(() => 1) },
    },
  );
  const random = new Random(7);
  const magnitude = (amplitude: number): number => Math.hypot(amplitude + random.normal(), random.normal());
  const ends = Array.from({ length: 300 }, () => {
    const [substrate, ...products] = metabolites.map((_, m) =>
      Float64Array.from({ length: N }, (_value, i) => magnitude(m === 0 ? 40 * Math.exp(-0.12 * i) : 0)),
    );
    return fitInputless(plan, [substrate!, ...products]).end;
  });
  expect(new Set(ends)).toEqual(new Set(['converged']));
});
