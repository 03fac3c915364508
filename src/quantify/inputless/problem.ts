// The inputless model of one acquisition: the substrate's own measured Mz drives the products. What is the same for all voxels is made once here.
import { ScienceError } from '../../base/index.ts';
import { emptyInflow, inflowInto } from '../../physics/index.ts';

export interface InputlessProblem {
  readonly nTimes: number;
  readonly nProducts: number;
  readonly repetition_s: number;
  readonly sinSubstrate: Float64Array;
  readonly cosSubstrate: Float64Array;
  readonly sinProducts: readonly Float64Array[];
  readonly cosProducts: readonly Float64Array[];
}

/** Below this sine of the flip angle a frame shows nothing of the substrate, so that its Mz cannot be had from the signal. */
const LEAST_SINE = 1e-3;

/** Flip angles [metabolite][time] of the fitted frames only, substrate first. */
export function inputlessProblem(
  flips_rad: readonly Float64Array[],
  repetition_s: number,
  firstTime: number,
): InputlessProblem {
  const [substrate, ...products] = flips_rad;
  const nTimes = substrate!.length;
  if (nTimes < 4)
    throw new ScienceError(
      'argument',
      `${nTimes} time points are left to fit; an inputless fit needs at least 4; lower fit.firstTimePoint`,
    );
  const dark = substrate!.findIndex((flip) => Math.abs(Math.sin(flip)) < LEAST_SINE);
  if (dark >= 0) {
    throw new ScienceError(
      'argument',
      `the substrate's flip angle at time point ${firstTime + dark + 1} is ${((substrate![dark]! * 180) / Math.PI).toFixed(3)} degrees, so its magnetization cannot be seen there; start the fit later (fit.firstTimePoint)`,
    );
  }
  return {
    nTimes,
    nProducts: products.length,
    repetition_s,
    sinSubstrate: substrate!.map(Math.sin),
    cosSubstrate: substrate!.map(Math.cos),
    sinProducts: products.map((flips) => flips.map(Math.sin)),
    cosProducts: products.map((flips) => flips.map(Math.cos)),
  };
}

/** Parameters of the model, all in 1/s but `initialMz` (signal units). */
export interface InputlessParameters {
  readonly rates: ArrayLike<number>;
  readonly initialMz: ArrayLike<number>;
  readonly r1Substrate: number;
  readonly r1Products: ArrayLike<number>;
}

/** Columns of the Jacobian, in order: rate of each product, initial Mz of each, R1 of the substrate, R1 of each product. */
export const jacobianWidth = (nProducts: number): number => 3 * nProducts + 1;

/**
 * Transverse signal of each product, [product * nTimes + time], driven by the substrate's Mz before each excitation; with its Jacobian
 * [product * nTimes + time, parameter] and its derivative by the substrate's signal, drive[product][time, time] (lower triangular), where wanted.
 */
export function predictInto(
  out: Float64Array,
  problem: InputlessProblem,
  substrateMz: Float64Array,
  parameters: InputlessParameters,
  jacobian?: Float64Array,
  drive?: readonly Float64Array[],
): void {
  const { nTimes, nProducts, repetition_s, sinSubstrate, cosSubstrate } = problem;
  const width = jacobianWidth(nProducts);
  let loss = parameters.r1Substrate;
  for (let j = 0; j < nProducts; j++) loss += parameters.rates[j]!;
  const c = emptyInflow();
  jacobian?.fill(0);
  for (let j = 0; j < nProducts; j++) {
    const rate = parameters.rates[j]!;
    const r1 = parameters.r1Products[j]!;
    const sin = problem.sinProducts[j]!;
    const cos = problem.cosProducts[j]!;
    const decay = Math.exp(-r1 * repetition_s);
    inflowInto(c, loss, r1, repetition_s);
    let mz = parameters.initialMz[j]!;
    let unit = 1; // d mz / d initialMz
    let made = 0; // d mz / d rate, the rate's share in the loss apart
    let byLoss = 0;
    let byR1 = 0;
    for (let i = 0; i < nTimes; i++) {
      if (i > 0) {
        const before = substrateMz[i - 1]! * cosSubstrate[i - 1]!;
        const after = substrateMz[i]!;
        const keep = decay * cos[i - 1]!;
        byR1 = keep * (byR1 - repetition_s * mz) + rate * (c.c0ByR1 * before + c.c1ByR1 * after);
        byLoss = keep * byLoss + rate * (c.c0ByLoss * before + c.c1ByLoss * after);
        made = keep * made + c.c0 * before + c.c1 * after;
        unit *= keep;
        mz = keep * mz + rate * (c.c0 * before + c.c1 * after);
      }
      const row = j * nTimes + i;
      out[row] = sin[i]! * mz;
      if (jacobian === undefined) continue;
      for (let other = 0; other < nProducts; other++)
        jacobian[row * width + other] = sin[i]! * (byLoss + (other === j ? made : 0));
      jacobian[row * width + nProducts + j] = sin[i]! * unit;
      jacobian[row * width + 2 * nProducts] = sin[i]! * byLoss;
      jacobian[row * width + 2 * nProducts + 1 + j] = sin[i]! * byR1;
    }
    const square = drive?.[j];
    if (square === undefined) continue;
    for (let s = 0; s < nTimes; s++) {
      let mzBySignal = 0;
      for (let i = s; i < nTimes; i++) {
        if (i > s) mzBySignal *= decay * cos[i - 1]!;
        if (i === s && i > 0) mzBySignal += (rate * c.c1) / sinSubstrate[s]!;
        if (i === s + 1) mzBySignal += (rate * c.c0 * cosSubstrate[s]!) / sinSubstrate[s]!;
        square[i * nTimes + s] = sin[i]! * mzBySignal;
      }
    }
  }
}
