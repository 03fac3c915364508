// Every optimum of the inputless fit against a plain minimizer of the same objective from random starts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../base/index.ts';
import { minimizeDamped, riceCost, sumOfSquares, type CostModel } from '../../math/index.ts';
import type { RateFitSettings, Relaxation } from '../../records/index.ts';
import { fitInputless, planInputless } from './fit.ts';
import { freeParameters, unpack } from './free-relaxation.ts';
import { inputlessOptimum, optimumSearch } from './optimum.ts';
import { inputlessProblem, jacobianWidth, predictInto, type InputlessProblem } from './problem.ts';
import { correctedMagnitude, ricianOptimum } from './rician.ts';

const N = 14;
const DT_S = 2;

/** A bolus curve as substrate, flips of its own for each metabolite, random rates; noise on the products in units of their peak. */
function randomProblem(random: Random, nProducts: number, noise: number) {
  const flips = Array.from({ length: nProducts + 1 }, () => new Float64Array(N).fill(0.15 + 0.5 * random.next()));
  const problem = inputlessProblem(flips, DT_S, 0);
  const r1s = Array.from({ length: nProducts + 1 }, () => 0.02 + 0.04 * random.next());
  const peak = 2 + 5 * random.next();
  const substrateMz = Float64Array.from({ length: N }, (_, i) => 100 * ((i + 1) / peak) * Math.exp(1 - (i + 1) / peak));
  const rates = Float64Array.from({ length: nProducts }, () => 0.005 + 0.06 * random.next());
  const initialMz = Float64Array.from({ length: nProducts }, () => 2 * random.next());
  const out = new Float64Array(N * nProducts);
  predictInto(out, problem, substrateMz, { rates, initialMz, r1Substrate: r1s[0]!, r1Products: r1s.slice(1) });
  const products = rates.map((_, j) => j);
  const signals = Array.from(products, (j) => {
    const clean = out.slice(j * N, (j + 1) * N);
    const sd = noise * Math.max(...clean);
    return clean.map((x) => x + sd * random.normal());
  });
  return { flips, problem, r1s, substrateMz, rates, initialMz, products: signals };
}

/** The sum of squares as a cost of the free parameters. */
function squares(
  problem: InputlessProblem,
  relaxation: readonly Relaxation[],
  mz: Float64Array,
  products: readonly Float64Array[],
): CostModel {
  const nProducts = products.length;
  const { columns } = freeParameters(nProducts, relaxation);
  const width = jacobianWidth(nProducts);
  const full = new Float64Array(N * nProducts * width);
  return sumOfSquares(
    (vector, residuals, jacobian) => {
      predictInto(residuals, problem, mz, unpack(vector, nProducts, relaxation), jacobian && full);
      residuals.forEach((x, row) => (residuals[row] = x - products[Math.floor(row / N)]![row % N]!));
      if (jacobian === undefined) return;
      for (let row = 0; row < residuals.length; row++)
        columns.forEach((column, c) => (jacobian[row * columns.length + c] = full[row * width + column]!));
    },
    N * nProducts,
    columns.length,
  );
}

const randomStart = (random: Random, nProducts: number, relaxation: readonly Relaxation[]): Float64Array =>
  Float64Array.from([
    ...Array.from({ length: nProducts }, () => 0.4 * random.next() - 0.1),
    ...Array.from({ length: nProducts }, () => 3 * random.normal()),
    ...relaxation.flatMap((r1) => (typeof r1 === 'number' ? [] : [r1.low + (r1.high - r1.low) * random.next()])),
  ]);

/** Whether the sum of the rates lies where the search looks. */
const inRange = (vector: Float64Array, nProducts: number): boolean => {
  const total = vector.subarray(0, nProducts).reduce((a, b) => a + b, 0) * DT_S;
  return total > -1.77 && total < 8;
};

describe('inputlessOptimum', () => {
  it.each([1, 2, 3])('is never beaten by 20 random starts of a minimizer: products %i', (nProducts) => {
    const random = new Random(50 + nProducts);
    for (let trial = 0; trial < 10; trial++) {
      const { problem, r1s, substrateMz, products } = randomProblem(random, nProducts, 0.05);
      const found = inputlessOptimum(optimumSearch(problem, r1s[0]!, r1s.slice(1)), substrateMz, products);
      const model = squares(problem, r1s, substrateMz, products);
      expect(found.end).toBe('converged');
      expect(found.cost).toBeCloseTo(model.cost(Float64Array.from([...found.rates, ...found.initialMz])), 9);
      const bounds = freeParameters(nProducts, r1s);
      for (let start = 0; start < 20; start++) {
        const end = minimizeDamped(model, randomStart(random, nProducts, r1s), {
          ...bounds,
          tolerance: 1e-10,
          maxSteps: 100,
        });
        if (inRange(end.parameters, nProducts)) expect(found.cost).toBeLessThanOrEqual(end.cost * (1 + 1e-9));
      }
    }
  });
  it.each([1, 2, 3])('gives noise-free truth back: products %i', (nProducts) => {
    const { problem, r1s, substrateMz, products, rates, initialMz } = randomProblem(new Random(60), nProducts, 0);
    const found = inputlessOptimum(optimumSearch(problem, r1s[0]!, r1s.slice(1)), substrateMz, products);
    rates.forEach((rate, j) => expect(found.rates[j]).toBeCloseTo(rate, 8));
    initialMz.forEach((mz, j) => expect(found.initialMz[j]).toBeCloseTo(mz, 6));
  });
  it('keeps its rates when all signals are scaled together', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: -8, max: 8 }), (seed, decades) => {
        const { problem, r1s, substrateMz, products } = randomProblem(new Random(seed), 2, 0.05);
        const search = optimumSearch(problem, r1s[0]!, r1s.slice(1));
        const [a, b] = [1, 10 ** decades].map((s) =>
          inputlessOptimum(
            search,
            substrateMz.map((x) => s * x),
            products.map((signal) => signal.map((x) => s * x)),
          ),
        );
        for (const j of [0, 1]) expect(Math.abs(a!.rates[j]! - b!.rates[j]!)).toBeLessThan(1e-7);
      }),
      { numRuns: 25 },
    );
  });
  it('says at-bound where products vanish faster than any rate in range explains', () => {
    const { problem, r1s } = randomProblem(new Random(70), 1, 0);
    const search = optimumSearch(problem, r1s[0]!, r1s.slice(1));
    // One substrate frame, and a product in that very frame as if all had turned at once: the total rate runs to the top of the grid.
    const pulse = new Float64Array(N);
    pulse[5] = 1;
    const product = new Float64Array(N);
    product[5] = problem.sinProducts[0]![5]! * 50;
    expect(inputlessOptimum(search, pulse, [product]).end).toBe('at-bound');
  });
});

const FREE: readonly Relaxation[] = [1 / 30, { low: 0.01, high: 0.1 }, 1 / 25];
function plan(flips: readonly Float64Array[], relaxation: readonly Relaxation[]) {
  const settings: RateFitSettings = {
    model: 'inputless',
    bolus: 'box',
    firstTime: 0,
    relaxation_perS: relaxation,
    noise: { kind: 'gaussian', sd: undefined },
  };
  const metabolites = ['fumarate', 'malate', 'lactate'].slice(0, flips.length);
  return planInputless({ metabolites, repetition_s: DT_S, flipAngles_rad: flips }, settings);
}
const signalsOf = (problem: InputlessProblem, mz: Float64Array, products: readonly Float64Array[]) => [
  mz.map((x, i) => x * problem.sinSubstrate[i]!),
  ...products,
];

describe('free relaxation', () => {
  it('is not beaten by 20 random starts of a minimizer', () => {
    const random = new Random(80);
    for (let trial = 0; trial < 6; trial++) {
      const { flips, problem, substrateMz, products } = randomProblem(random, 2, 0.02);
      const found = fitInputless(plan(flips, FREE), signalsOf(problem, substrateMz, products));
      const model = squares(problem, FREE, substrateMz, products);
      for (let start = 0; start < 20; start++) {
        const end = minimizeDamped(model, randomStart(random, 2, FREE), {
          ...freeParameters(2, FREE),
          tolerance: 1e-10,
          maxSteps: 200,
        });
        if (inRange(end.parameters, 2)) expect(found.objective).toBeLessThanOrEqual(end.cost * (1 + 1e-8));
      }
    }
  });
  it('gives noise-free truth back, the relaxation rate too', () => {
    const { flips, problem, r1s, substrateMz, products, rates } = randomProblem(new Random(81), 2, 0);
    const relaxation: readonly Relaxation[] = [r1s[0]!, { low: 0.01, high: 0.1 }, r1s[2]!];
    const found = fitInputless(plan(flips, relaxation), signalsOf(problem, substrateMz, products));
    expect(found.end).toBe('converged');
    rates.forEach((rate, j) => expect(found.rate_perS[j]).toBeCloseTo(rate, 7));
    expect(found.others[0]).toMatchObject({ name: 'relaxation_malate_perS' });
    expect(found.others[0]!.value).toBeCloseTo(r1s[1]!, 6);
  });
  it('says at-bound where the truth lies outside its bounds', () => {
    const { flips, problem, r1s, substrateMz, products } = randomProblem(new Random(82), 1, 0);
    const bounds = { low: 2 * r1s[1]!, high: 4 * r1s[1]! };
    const found = fitInputless(plan(flips, [r1s[0]!, bounds]), signalsOf(problem, substrateMz, products));
    expect(found.end).toBe('at-bound');
    expect(found.others[0]!.value).toBe(bounds.low);
  });
});

describe('ricianOptimum', () => {
  // Magnitudes do not tell (rate, Mz) from the mirrored (-rate, -Mz), nor a product that turns its sign; the fit means the upright one.
  it('from its usual starts is not beaten by random ones that lead to an upright product', () => {
    const random = new Random(90);
    for (let trial = 0; trial < 8; trial++) {
      const { problem, r1s, substrateMz, products } = randomProblem(random, 1, 0);
      const sd = Math.max(...products[0]!) / 10;
      const magnitudes = products.map((signal) =>
        signal.map((x) => Math.hypot(x + sd * random.normal(), sd * random.normal())),
      );
      const corrected = magnitudes.map((signal) => signal.map((x) => correctedMagnitude(x, sd)));
      const gaussian = inputlessOptimum(optimumSearch(problem, r1s[0]!, r1s.slice(1)), substrateMz, corrected);
      const usual = [gaussian.rates[0]!, 0.002, 0.02, 0.2].map((rate) => Float64Array.of(rate, gaussian.initialMz[0]!));
      const fit = (starts: readonly Float64Array[]) =>
        ricianOptimum(problem, r1s, substrateMz, magnitudes, [sd], starts);
      const found = fit(usual);
      expect(['converged', 'at-bound']).toContain(found.end);
      let upright = 0;
      for (let start = 0; start < 20; start++) {
        const end = fit([randomStart(random, 1, r1s)]);
        const predicted = new Float64Array(N);
        predictInto(predicted, problem, substrateMz, unpack(end.parameters, 1, r1s));
        if (predicted.some((x) => x < -sd / 2)) continue;
        upright++;
        expect(found.cost).toBeLessThanOrEqual(end.cost + 1e-6);
      }
      expect(upright).toBeGreaterThan(0);
    }
  });
  it('is -2 ln likelihood of the Rice distribution, and flat in every direction', () => {
    const random = new Random(91);
    const { problem, r1s, substrateMz, products } = randomProblem(random, 1, 0);
    const sd = Math.max(...products[0]!) / 8;
    const magnitudes = products[0]!.map((x) => Math.hypot(x + sd * random.normal(), sd * random.normal()));
    const found = ricianOptimum(problem, r1s, substrateMz, [magnitudes], [sd], [Float64Array.of(0.03, 0)]);
    const cost = (vector: Float64Array): number => {
      const predicted = new Float64Array(N);
      predictInto(predicted, problem, substrateMz, unpack(vector, 1, r1s));
      return predicted.reduce((sum, amplitude, i) => sum + 2 * riceCost(magnitudes[i]!, amplitude, sd), 0);
    };
    expect(cost(found.parameters)).toBeCloseTo(found.cost, 9);
    for (const [i, h] of [1e-3, 1e-2].entries())
      for (const sign of [-1, 1])
        expect(cost(found.parameters.map((x, p) => (p === i ? x + sign * h : x)))).toBeGreaterThan(found.cost);
  });
});
