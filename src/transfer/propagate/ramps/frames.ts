// The frame that goes along with a slow way: exp(i r S) exp(r^2 A) from the eigenbasis, S = kappa/w and A = -([kappa, S]/2 + dS/dB)/w off the diagonal.
// In it populations stay, up to r^3, with the levels E + r^2 sum kappa^2/w (Berry, Proc. R. Soc. A 414 (1987) 31: superadiabatic bases).
import type { Frame } from '../../../math/fast/index.ts';
import { coupled, type FieldPoint } from './field-point.ts';

/** The turns alone; phases belong to the way. */
export type Turns = Omit<Frame, 'phase_turnsTPerS' | 'shift_turnsSPerT'>;

export function turnsOf({ levels_Hz, drive_HzPerT }: FieldPoint): Turns {
  const n = levels_Hz.length;
  const turn = 2 * Math.PI;
  const omega = new Float64Array(n * n),
    kappa = new Float64Array(n * n),
    first = new Float64Array(n * n),
    second = new Float64Array(n * n),
    slope = new Float64Array(n);
  for (let m = 0; m < n; m++) {
    slope[m] = turn * drive_HzPerT[m * n + m]!;
    for (let k = 0; k < n; k++) {
      const at = m * n + k;
      const d = m === k ? 0 : coupled(drive_HzPerT, n, m, k);
      omega[at] = turn * (levels_Hz[m]! - levels_Hz[k]!);
      if (d === 0) continue;
      kappa[at] = (-turn * d) / omega[at];
      first[at] = kappa[at] / omega[at];
    }
  }
  for (let m = 0; m < n; m++) {
    for (let k = 0; k < n; k++) {
      const at = m * n + k;
      if (kappa[at] === 0) continue;
      // dD/dB = [D, kappa] and dw/dB = D_mm - D_kk in the moving basis.
      let bend = 0,
        inner = 0;
      for (let l = 0; l < n; l++) {
        bend += turn * (drive_HzPerT[m * n + l]! * kappa[l * n + k]! - kappa[m * n + l]! * drive_HzPerT[l * n + k]!);
        inner += kappa[m * n + l]! * first[l * n + k]! - first[m * n + l]! * kappa[l * n + k]!;
      }
      const w = omega[at]!;
      const slopeOfS = -(bend + 2 * first[at]! * w * (slope[m]! - slope[k]!)) / (w * w);
      second[at] = -(0.5 * inner + slopeOfS) / w;
    }
  }
  return { kappa_perT: kappa, omega_radPerS: omega, slope_radPerSPerT: slope, first, second };
}
