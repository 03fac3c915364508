// The frame in which equal steps at mid-field on a ramp follow the true motion.
//
// To first order in the rate r and all orders in the step h it is turned from the eigenbasis by exp(iG), G_mn = r kappa_mn [(h/2) cot(w_mn h/2) - 1/w_mn]
// and G_mm = r D_mm h^2/12: the sum over steps of the phases exp(i w k h) stands against their integral. The kick exp(-i r h^2/12 D) of the
// fourth-order Magnus step (Blanes et al., Phys. Rep. 470 (2009) 151) is its first term; at one turn a step the cotangent has its pole.
import type { Frame } from './lanes.ts';

/** out [size, size] = G. */
export function stepsTurnInto(
  out: Float64Array,
  { kappa_perT, omega_radPerS, slope_radPerSPerT }: Frame,
  size: number,
  step_T: number,
  rate_TPerS: number,
): void {
  const h = step_T / rate_TPerS;
  for (let m = 0; m < size; m++) {
    out[m * size + m] = (slope_radPerSPerT[m]! * step_T * h) / 12;
    for (let k = m + 1; k < size; k++) {
      const at = m * size + k;
      const kappa = kappa_perT[at]!;
      out[at] = out[k * size + m] =
        kappa === 0 ? 0 : 0.5 * kappa * step_T * cotangentRest(0.5 * omega_radPerS[at]! * h);
    }
  }
}

/** cot x - 1/x, |x| < pi. */
export function cotangentRest(x: number): number {
  if (Math.abs(x) > 0.25) return 1 / Math.tan(x) - 1 / x;
  const q = x * x;
  return -x * (1 / 3 + q * (1 / 45 + q * (2 / 945 + q * (1 / 4725 + q * (2 / 93555 + (q * 1382) / 638512875)))));
}
