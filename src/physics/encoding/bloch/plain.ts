// The definition. With X the half angle and q = X^2 both 1 - cos X and sin X / X are series in q: no root, no quotient, and only sums and products, so that
// every engine finds the same digits. Larger angles are doubled by v' = 2 v (2 - v) for v = 1 - cos X, which keeps small turns exact.
import type { BlochKernel } from './kernel.ts';
import { ROW } from './pulse-table.ts';

export const PLAIN_BLOCH: BlochKernel = {
  composeInto(out, table, positions_m, frequencies_Hz) {
    for (let spin = 0; spin < positions_m.length; spin++) {
      const p = positions_m[spin]!,
        f = frequencies_Hz[spin]!;
      let aRe = 1,
        aIm = 0,
        bRe = 0,
        bIm = 0;
      for (let at = 0; at < table.length; at += ROW) {
        const z = table[at]! * f + table[at + 1]! * p;
        const q = table[at + 4]! + z * z;
        let v = q * (1 / 2 + q * (-1 / 24 + q * (1 / 720 + q * (-1 / 40320 + q * (1 / 3628800)))));
        let s = 1 + q * (-1 / 6 + q * (1 / 120 + q * (-1 / 5040 + q * (1 / 362880 + q * (-1 / 39916800)))));
        for (let k = table[at + 5]!; k > 0; k--) {
          s = (s + s) * (1 - v);
          v = (v + v) * (2 - v);
        }
        // this step: (c + i z s, -y s + i x s)
        const c = 1 - v,
          zs = z * s,
          xs = table[at + 2]! * s,
          ys = table[at + 3]! * s;
        // a' = s a - conj(t) b; b' = t a + conj(s) b
        const newARe = c * aRe - zs * aIm - (ys * bRe + xs * bIm),
          newAIm = c * aIm + zs * aRe - (ys * bIm - xs * bRe);
        const newBRe = ys * aRe - xs * aIm + (c * bRe + zs * bIm),
          newBIm = ys * aIm + xs * aRe + (c * bIm - zs * bRe);
        aRe = newARe;
        aIm = newAIm;
        bRe = newBRe;
        bIm = newBIm;
      }
      const to = 4 * spin;
      out[to] = aRe;
      out[to + 1] = aIm;
      out[to + 2] = bRe;
      out[to + 3] = bIm;
    }
  },
  sumInto(out, series, x) {
    // Clenshaw's recurrence
    for (let spin = 0; spin < x.length; spin++) {
      const twice = 2 * x[spin]!;
      for (let part = 0; part < 4; part++) {
        let last = 0,
          before = 0;
        for (let at = series.length - 4 + part; at >= 4; at -= 4) {
          const next = series[at]! + (twice * last - before);
          before = last;
          last = next;
        }
        out[4 * spin + part] = series[part]! + (x[spin]! * last - before);
      }
    }
  },
};
