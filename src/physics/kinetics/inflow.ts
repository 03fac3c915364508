// Substrate that decays while a constant inflow brings it from one measured value to the next, and the product it makes meanwhile.
// The "inputless" two-site model of hyperpolarized kinetics (Larson et al. 2018, SOURCES.md#larson-2018), integrated exactly.
import { phi, phiDivided, phiDividedTwice, phiPrime } from '../../math/index.ts';

/**
 * Product made in one interval per unit rate: `c0 * z0 + c1 * z1`, with z0 the substrate's Mz after the first excitation and z1
 * its Mz before the next; and the derivatives of both with respect to the substrate's total loss rate and the product's R1.
 */
export interface InflowCoefficients {
  c0: number;
  c1: number;
  c0ByLoss: number;
  c1ByLoss: number;
  c0ByR1: number;
  c1ByR1: number;
}

export const emptyInflow = (): InflowCoefficients => ({ c0: 0, c1: 0, c0ByLoss: 0, c1ByLoss: 0, c0ByR1: 0, c1ByR1: 0 });

/**
 * With x = loss * dt, y = R1 * dt: c1 = -dt phi[x, y] / phi(x), c0 = dt e^-x phi(y - x) - c1 e^-x. Smooth where rates coincide or vanish.
 * @param loss_perS R1 of the substrate plus all its conversion rates; may be negative while a fit searches.
 */
export function inflowInto(
  out: InflowCoefficients,
  loss_perS: number,
  r1Product_perS: number,
  interval_s: number,
): void {
  const x = loss_perS * interval_s;
  const y = r1Product_perS * interval_s;
  const ex = Math.exp(-x);
  const phiX = phi(x);
  const slopeX = phiPrime(x);
  const between = phiDivided(x, y);
  const gap = phi(y - x);
  const gapSlope = phiPrime(y - x);
  const c1 = -between / phiX;
  const c1ByX = (-phiDividedTwice(x, y) + (between * slopeX) / phiX) / phiX;
  const c1ByY = -phiDividedTwice(y, x) / phiX;
  out.c0 = interval_s * ex * (gap - c1);
  out.c1 = interval_s * c1;
  const square = interval_s * interval_s;
  out.c0ByLoss = square * ex * (c1 - gap - gapSlope - c1ByX);
  out.c1ByLoss = square * c1ByX;
  out.c0ByR1 = square * ex * (gapSlope - c1ByY);
  out.c1ByR1 = square * c1ByY;
}

/** c0 and c1 alone: what a search over many loss rates needs. */
export function inflowPair(loss_perS: number, r1Product_perS: number, interval_s: number): readonly [number, number] {
  const x = loss_perS * interval_s;
  const y = r1Product_perS * interval_s;
  const c1 = -phiDivided(x, y) / phi(x);
  return [interval_s * Math.exp(-x) * (phi(y - x) - c1), interval_s * c1];
}
