// The discrete Fourier transform of a power of two points.
import { ScienceError } from '../../base/index.ts';

/** In place: X_m = sum over k of x_k exp(sign 2 pi i k m / n); `x` interleaved complex, n a power of two (Cooley and Tukey 1965). */
export function fourierInto(x: Float64Array, sign: 1 | -1): void {
  const n = x.length / 2;
  if (n < 1 || (n & (n - 1)) !== 0)
    throw new ScienceError('argument', `fourierInto needs a power of two points, got ${n}`);
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    const re = x[2 * i]!,
      im = x[2 * i + 1]!;
    x[2 * i] = x[2 * j]!;
    x[2 * i + 1] = x[2 * j + 1]!;
    x[2 * j] = re;
    x[2 * j + 1] = im;
  }
  const turn = new Float64Array(n);
  for (let k = 0; k < n / 2; k++) {
    turn[2 * k] = Math.cos((2 * Math.PI * k) / n);
    turn[2 * k + 1] = sign * Math.sin((2 * Math.PI * k) / n);
  }
  for (let half = 1; half < n; half *= 2) {
    const stride = n / half;
    for (let start = 0; start < 2 * n; start += 4 * half) {
      for (let k = 0, p = start, w = 0; k < half; k++, p += 2, w += stride) {
        const q = p + 2 * half;
        const c = turn[w]!,
          s = turn[w + 1]!;
        const re = c * x[q]! - s * x[q + 1]!,
          im = c * x[q + 1]! + s * x[q]!;
        x[q] = x[p]! - re;
        x[q + 1] = x[p + 1]! - im;
        x[p]! += re;
        x[p + 1]! += im;
      }
    }
  }
}
