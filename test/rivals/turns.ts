// Turns composed by sine and cosine, spin by spin: the textbook way that the kernels are held against.
import type { PulseSteps } from '../../src/physics/encoding/index.ts';

/** (Re a, Im a, Re b, Im b) of each spin. */
export function turnsBySine(
  { dwell_s, b1_Hz, gradient_HzPerM }: PulseSteps,
  positions_m: ArrayLike<number>,
  frequencies_Hz: ArrayLike<number>,
): Float64Array {
  const out = new Float64Array(4 * positions_m.length);
  for (let spin = 0; spin < positions_m.length; spin++) {
    let [aRe, aIm, bRe, bIm] = [1, 0, 0, 0];
    for (let n = 0; n < gradient_HzPerM.length; n++) {
      const x = b1_Hz[2 * n]!,
        y = b1_Hz[2 * n + 1]!,
        z = gradient_HzPerM[n]! * positions_m[spin]! + frequencies_Hz[spin]!;
      const field = Math.sqrt(x * x + y * y + z * z);
      if (field === 0) continue;
      const half = -Math.PI * field * dwell_s,
        c = Math.cos(half),
        s = Math.sin(half) / field;
      const zs = -z * s,
        ys = y * s,
        xs = -x * s;
      const a = [c * aRe - zs * aIm - (ys * bRe + xs * bIm), c * aIm + zs * aRe - (ys * bIm - xs * bRe)] as const;
      const b = [ys * aRe - xs * aIm + (c * bRe + zs * bIm), ys * aIm + xs * aRe + (c * bIm - zs * bRe)] as const;
      [aRe, aIm, bRe, bIm] = [a[0], a[1], b[0], b[1]];
    }
    out.set([aRe, aIm, bRe, bIm], 4 * spin);
  }
  return out;
}

export function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
}
