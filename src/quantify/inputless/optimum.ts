// The exact least-squares optimum of the inputless model at known relaxation. Given the total rate K the model is linear in everything else,
// and all sums over time are made once: what remains is one smooth function of K, searched over its whole range.
import { emptyInflow, inflowInto, inflowPair } from '../../physics/index.ts';
import type { FitEnd } from '../../math/index.ts';
import type { InputlessProblem } from './problem.ts';

/** Total rate times repetition time is searched on this grid, dense around zero; a rate beyond it ends as 'at-bound'. */
const GRID = Float64Array.from({ length: 48 }, (_, i) => (8 * Math.sinh(-2.5 + (6.5 * i) / 47)) / Math.sinh(4));

/** Coefficients of the search grid for one acquisition and one set of relaxation rates: made once, used for all voxels. */
export interface OptimumSearch {
  readonly problem: InputlessProblem;
  readonly r1Substrate: number;
  readonly r1Products: readonly number[];
  readonly total_perS: Float64Array;
  /** [product][c0, c1 per grid point]. */
  readonly coefficients: readonly Float64Array[];
}

export function optimumSearch(
  problem: InputlessProblem,
  r1Substrate: number,
  r1Products: readonly number[],
): OptimumSearch {
  const total_perS = GRID.map((x) => x / problem.repetition_s);
  const coefficients = r1Products.map((r1) => {
    const table = new Float64Array(2 * total_perS.length);
    total_perS.forEach((total, g) => table.set(inflowPair(r1Substrate + total, r1, problem.repetition_s), 2 * g));
    return table;
  });
  return { problem, r1Substrate, r1Products, total_perS, coefficients };
}

export interface Optimum {
  readonly end: FitEnd;
  readonly rates: Float64Array;
  readonly initialMz: Float64Array;
  readonly cost: number;
  readonly steps: number;
}

/** Sums over time of one product, the direction of its initial magnetization projected out. */
interface Sums {
  aa: number;
  ab: number;
  bb: number;
  ya: number;
  yb: number;
  yy: number;
  /** Initial Mz = yh - rate (c0 ah + c1 bh). */
  ah: number;
  bh: number;
  yh: number;
}

/** Global minimum of sum over products and time of (measured - predicted)^2 over all rates and initial magnetizations, no start value. */
export function inputlessOptimum(
  search: OptimumSearch,
  substrateMz: Float64Array,
  products: readonly Float64Array[],
): Optimum {
  const { problem, total_perS, coefficients } = search;
  const nProducts = products.length;
  const sums = products.map((signal, j) => sumsOf(problem, j, search.r1Products[j]!, substrateMz, signal));
  const rates = new Float64Array(nProducts);
  const answer = { cost: 0, multiplier: 0 };
  const costs = new Float64Array(total_perS.length);
  for (let g = 0; g < costs.length; g++) {
    constrainedInto(answer, rates, sums, total_perS[g]!, coefficients, 2 * g);
    costs[g] = answer.cost;
  }
  const here = emptySlope(nProducts);
  let best = { total: NaN, cost: Infinity, inside: false };
  let steps = 0;
  for (let g = 0; g < costs.length; g++) {
    const below = g === 0 ? Infinity : costs[g - 1]!;
    const above = g === costs.length - 1 ? Infinity : costs[g + 1]!;
    if (!(costs[g]! <= below && costs[g]! <= above)) continue;
    if (g === 0 || g === costs.length - 1) {
      if (costs[g]! < best.cost) best = { total: total_perS[g]!, cost: costs[g]!, inside: false };
      continue;
    }
    const found = refine(here, search, sums, total_perS[g - 1]!, total_perS[g + 1]!, rates);
    steps += found.steps;
    if (found.cost < best.cost) best = { total: found.total, cost: found.cost, inside: true };
  }
  slopeAt(here, search, sums, best.total, rates);
  const initialMz = Float64Array.from(
    sums,
    (s, j) => s.yh - rates[j]! * (here.pairs[j]![0]! * s.ah + here.pairs[j]![1]! * s.bh),
  );
  const end: FitEnd = !Number.isFinite(best.cost) ? 'not-finite' : best.inside ? 'converged' : 'at-bound';
  return { end, rates, initialMz, cost: Math.max(here.cost, 0), steps };
}

function sumsOf(
  problem: InputlessProblem,
  j: number,
  r1: number,
  substrateMz: Float64Array,
  signal: Float64Array,
): Sums {
  const { nTimes, cosSubstrate, repetition_s } = problem;
  const sin = problem.sinProducts[j]!;
  const cos = problem.cosProducts[j]!;
  const decay = Math.exp(-r1 * repetition_s);
  let a = 0,
    b = 0,
    h = 1;
  let aa = 0,
    ab = 0,
    bb = 0,
    ah = 0,
    bh = 0,
    hh = 0,
    ya = 0,
    yb = 0,
    yh = 0,
    yy = 0;
  for (let i = 0; i < nTimes; i++) {
    if (i > 0) {
      const keep = decay * cos[i - 1]!;
      a = keep * a + substrateMz[i - 1]! * cosSubstrate[i - 1]!;
      b = keep * b + substrateMz[i]!;
      h *= keep;
    }
    const sa = sin[i]! * a,
      sb = sin[i]! * b,
      sh = sin[i]! * h,
      y = signal[i]!;
    aa += sa * sa;
    ab += sa * sb;
    bb += sb * sb;
    ah += sa * sh;
    bh += sb * sh;
    hh += sh * sh;
    ya += y * sa;
    yb += y * sb;
    yh += y * sh;
    yy += y * y;
  }
  const inverse = hh > 0 ? 1 / hh : 0;
  return {
    aa: aa - ah * ah * inverse,
    ab: ab - ah * bh * inverse,
    bb: bb - bh * bh * inverse,
    ya: ya - yh * ah * inverse,
    yb: yb - yh * bh * inverse,
    yy: yy - yh * yh * inverse,
    ah: ah * inverse,
    bh: bh * inverse,
    yh: yh * inverse,
  };
}

/** Best rates of given sum (Lagrange multiplier); fills `rates` and `answer`. Coefficients c0, c1 of product j stand at pairs[j][at], pairs[j][at + 1]. */
function constrainedInto(
  answer: { cost: number; multiplier: number },
  rates: Float64Array,
  sums: readonly Sums[],
  total: number,
  pairs: readonly Float64Array[],
  at: number,
): void {
  let free = -total;
  let stiff = 0;
  for (let j = 0; j < sums.length; j++) {
    const s = sums[j]!;
    const x = pairs[j]![at]!;
    const z = pairs[j]![at + 1]!;
    const q = x * x * s.aa + 2 * x * z * s.ab + z * z * s.bb;
    free += (x * s.ya + z * s.yb) / q;
    stiff += 1 / q;
  }
  const multiplier = free / stiff;
  let cost = 0;
  for (let j = 0; j < sums.length; j++) {
    const s = sums[j]!;
    const x = pairs[j]![at]!;
    const z = pairs[j]![at + 1]!;
    const q = x * x * s.aa + 2 * x * z * s.ab + z * z * s.bb;
    const p = x * s.ya + z * s.yb;
    rates[j] = sums.length === 1 ? total : (p - multiplier) / q;
    cost += s.yy - 2 * rates[j]! * p + rates[j]! * rates[j]! * q;
  }
  answer.cost = cost;
  answer.multiplier = multiplier;
}

/** Coefficients and their derivatives of each product, [c0, c1], made anew at each total rate. */
interface Slope {
  cost: number;
  multiplier: number;
  slope: number;
  readonly pairs: readonly Float64Array[];
  readonly byLoss: readonly Float64Array[];
}

/** Cost and its derivative by the total rate: by the envelope theorem only the explicit dependence and the multiplier count. */
function slopeAt(out: Slope, search: OptimumSearch, sums: readonly Sums[], total: number, rates: Float64Array): void {
  for (let j = 0; j < sums.length; j++) {
    inflowInto(COEFFICIENTS, search.r1Substrate + total, search.r1Products[j]!, search.problem.repetition_s);
    out.pairs[j]![0] = COEFFICIENTS.c0;
    out.pairs[j]![1] = COEFFICIENTS.c1;
    out.byLoss[j]![0] = COEFFICIENTS.c0ByLoss;
    out.byLoss[j]![1] = COEFFICIENTS.c1ByLoss;
  }
  constrainedInto(out, rates, sums, total, out.pairs, 0);
  let slope = -out.multiplier;
  for (let j = 0; j < sums.length; j++) {
    const s = sums[j]!;
    const [x, z] = [out.pairs[j]![0]!, out.pairs[j]![1]!];
    const [dx, dz] = [out.byLoss[j]![0]!, out.byLoss[j]![1]!];
    const curved = x * dx * s.aa + (dx * z + x * dz) * s.ab + z * dz * s.bb;
    slope += rates[j]! * (rates[j]! * curved - (dx * s.ya + dz * s.yb));
  }
  out.slope = slope;
}

/** Scratch of `slopeAt`, overwritten at each call. */
const COEFFICIENTS = emptyInflow();
const emptySlope = (n: number): Slope => ({
  cost: NaN,
  multiplier: NaN,
  slope: NaN,
  pairs: Array.from({ length: n }, () => new Float64Array(2)),
  byLoss: Array.from({ length: n }, () => new Float64Array(2)),
});

/** Root of the slope between two totals that enclose a minimum: regula falsi of Illinois type with bisection as its safety. */
function refine(
  here: Slope,
  search: OptimumSearch,
  sums: readonly Sums[],
  low: number,
  high: number,
  rates: Float64Array,
) {
  let left = low,
    right = high;
  slopeAt(here, search, sums, left, rates);
  let slopeLeft = here.slope;
  slopeAt(here, search, sums, right, rates);
  let slopeRight = here.slope;
  let total = (left + right) / 2;
  let cost = Infinity;
  let steps = 0;
  let lastSide = 0;
  while (steps < 100) {
    steps++;
    const secant = right - (slopeRight * (right - left)) / (slopeRight - slopeLeft);
    const next =
      slopeLeft < 0 && slopeRight > 0 && secant > left && secant < right && steps % 8 !== 0
        ? secant
        : (left + right) / 2;
    slopeAt(here, search, sums, next, rates);
    const moved = Math.abs(next - total);
    total = next;
    cost = here.cost;
    if (
      here.slope === 0 ||
      (steps > 1 && moved <= 1e-14 * Math.abs(total) + 1e-17) ||
      right - left <= 1e-15 * Math.abs(total)
    )
      break;
    if (here.slope < 0) {
      left = next;
      slopeLeft = here.slope;
      if (lastSide === -1) slopeRight /= 2;
      lastSide = -1;
    } else {
      right = next;
      slopeRight = here.slope;
      if (lastSide === 1) slopeLeft /= 2;
      lastSide = 1;
    }
  }
  return { total, cost, steps };
}
