// How sure a number is: distributions by their quantile function, so that any set of points in the unit cube is a sample.
import { ScienceError } from '../../base/index.ts';
import { normalQuantile } from '../distributions.ts';

/** Unbounded distributions are cut at this many standard deviations, so that a range can be checked before it is drawn from. */
export const CUT_SD = 4;
/** Standard normal probability below -CUT_SD. */
const TAIL = 3.167124183311992e-5;

export type Distribution =
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'triangular'; readonly low: number; readonly mode: number; readonly high: number }
  /** Cut at CUT_SD. */
  | { readonly kind: 'normal'; readonly mean: number; readonly sd: number }
  /** The logarithm is normal with standard deviation ln(factor), cut at CUT_SD: 68% lie between median/factor and median*factor. */
  | { readonly kind: 'logNormal'; readonly median: number; readonly factor: number };

/** Throws where the distribution cannot be: a reversed range, a mode outside it, a width or median not above 0. */
export function checkDistribution(one: Distribution): void {
  const refuse = (message: string): never => {
    throw new ScienceError('argument', message);
  };
  if (one.kind === 'uniform' || one.kind === 'triangular') {
    const { low, high } = one;
    if (!(low < high)) refuse(`the range [${low}, ${high}] is reversed or empty; the smaller number goes first`);
    if (one.kind === 'triangular' && !(one.mode >= low && one.mode <= high))
      refuse(`the range [${low}, ${high}] does not hold the value itself, ${one.mode}`);
  } else if (one.kind === 'normal') {
    if (!(one.sd > 0)) refuse(`the standard deviation is ${one.sd}; expected a number above 0`);
  } else {
    if (!(one.median > 0)) refuse(`a log-normal value is above 0, and this one is ${one.median}`);
    if (!(one.factor > 1)) refuse(`the factor is ${one.factor}; expected a number above 1`);
  }
}

/** The value below which the part `u` (0 to 1) of the distribution lies. */
export function quantileOf(one: Distribution, u: number): number {
  switch (one.kind) {
    case 'uniform':
      return one.low + u * (one.high - one.low);
    case 'triangular': {
      const { low, mode, high } = one;
      const below = (mode - low) / (high - low);
      if (u < below) return low + Math.sqrt(u * (high - low) * (mode - low));
      return high - Math.sqrt((1 - u) * (high - low) * (high - mode));
    }
    case 'normal':
      return one.mean + one.sd * cutNormal(u);
    case 'logNormal':
      return one.median * Math.exp(Math.log(one.factor) * cutNormal(u));
  }
}

function cutNormal(u: number): number {
  return normalQuantile(TAIL + Math.min(1, Math.max(0, u)) * (1 - 2 * TAIL));
}

/** The smallest and the largest value that can be drawn. */
export function supportOf(one: Distribution): readonly [number, number] {
  return [quantileOf(one, 0), quantileOf(one, 1)];
}
