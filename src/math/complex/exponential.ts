// Matrix exponentials of small dense complex matrices.
import { complexIdentity, complexMultiply } from './dense.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** exp(a) of `a` [n, n], interleaved complex: scaling and squaring of a Taylor series (Bader, Blanes, Casas 2019 discuss why it does). */
export function complexExponential(a: Float64Array, n: number): Float64Array {
  let norm = 0;
  for (let i = 0; i < n; i++) {
    let row = 0;
    for (let j = 0; j < n; j++) row += Math.hypot(a[2 * (i * n + j)]!, a[2 * (i * n + j) + 1]!);
    norm = Math.max(norm, row);
  }
  const squarings = norm > 0.25 ? Math.ceil(Math.log2(norm / 0.25)) : 0;
  const scale = 2 ** -squarings;
  const scaled = a.map((x) => x * scale);
  let sum = complexIdentity(n);
  // Horner: 12 terms leave 0.25^13/13! = 2e-18.
  for (let k = 12; k >= 1; k--) {
    const product = complexMultiply(scaled, sum, n);
    for (let i = 0; i < product.length; i++) product[i]! /= k;
    for (let i = 0; i < n; i++) product[2 * (i * n + i)]! += 1;
    sum = product;
  }
  for (let k = 0; k < squarings; k++) sum = complexMultiply(sum, sum, n);
  return sum;
}

/** exp(-2 pi i h t) of a real symmetric `h_Hz` [n, n]; interleaved complex. */
export function unitaryOfSymmetric(h_Hz: Float64Array, n: number, time_s: number): Float64Array {
  const { values, vectors } = symmetricEigen(h_Hz, n);
  const out = new Float64Array(2 * n * n);
  for (let k = 0; k < n; k++) {
    const angle = -2 * Math.PI * values[k]! * time_s;
    const c = Math.cos(angle),
      s = Math.sin(angle);
    for (let i = 0; i < n; i++) {
      const x = vectors[i * n + k]!;
      if (x === 0) continue;
      for (let j = 0; j < n; j++) {
        const y = x * vectors[j * n + k]!;
        out[2 * (i * n + j)]! += c * y;
        out[2 * (i * n + j) + 1]! += s * y;
      }
    }
  }
  return out;
}
