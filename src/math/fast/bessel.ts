// Bessel functions J_0..J_K of one argument, for Chebyshev expansions of exponentials.

/** Fills `out` with J_k(z), k = 0, 1, ..., and returns how many terms it takes until the rest is below `tolerance`. Miller's backward recurrence; z >= 0, out long enough for z + 40. */
export function besselSeriesInto(out: Float64Array, z: number, tolerance: number): number {
  if (z < 1e-300) {
    out.fill(0);
    out[0] = 1;
    return 1;
  }
  const highest = out.length - 1;
  const start = Math.min(highest, Math.ceil(z + 12 * Math.cbrt(z) + 24));
  out.fill(0);
  let above = 0,
    here = 1e-280,
    sum = 0;
  for (let k = start; k >= 0; k--) {
    out[k] = here;
    if (k % 2 === 0) sum += k === 0 ? here : 2 * here;
    const below = k === 0 ? 0 : (2 * k * here) / z - above;
    above = here;
    here = below;
    if (Math.abs(here) > 1e200) {
      for (let i = k; i <= start; i++) out[i]! *= 1e-200;
      above *= 1e-200;
      here *= 1e-200;
      sum *= 1e-200;
    }
  }
  for (let k = 0; k <= start; k++) out[k]! /= sum;
  let n = start;
  while (n > 1 && Math.abs(out[n - 1]!) < tolerance * 0.25) n--;
  return n;
}
