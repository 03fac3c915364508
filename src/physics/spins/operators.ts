// Dense operators in the product basis: first spin most significant, highest projection first; interleaved complex [N, N].
import { ScienceError } from '../../base/index.ts';
import { complexIdentity, complexMultiply, kronecker } from '../../math/complex/index.ts';
import { spinIndex, type Spins } from './system.ts';

export type Axis = 'x' | 'y' | 'z' | '+' | '-';

/** Largest Hilbert space that dense operators are made for. */
export const DENSE_LIMIT = 512;

/** The operator of one spin I = twiceSpin/2 by itself. */
export function singleOperator(twiceSpin: number, axis: Axis): Float64Array {
  const n = twiceSpin + 1;
  const out = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) {
    if (axis === 'z') out[2 * (i * n + i)] = twiceSpin / 2 - i;
    if (i === 0) continue;
    const up = Math.sqrt(i * (twiceSpin + 1 - i)); // <i-1| I+ |i>
    const above = 2 * ((i - 1) * n + i),
      below = 2 * (i * n + i - 1);
    if (axis === '+') out[above] = up;
    if (axis === '-') out[below] = up;
    if (axis === 'x') out[above] = out[below] = up / 2;
    if (axis === 'y') {
      out[above + 1] = -up / 2;
      out[below + 1] = up / 2;
    }
  }
  return out;
}

/** I_axis of spin `k` in the space of all spins. Throws `unsupported` beyond `DENSE_LIMIT` states. */
export function spinOperator(spins: Spins, k: number, axis: Axis): Float64Array {
  checkDense(spins);
  let out = complexIdentity(1),
    size = 1;
  for (let i = 0; i < spins.n; i++) {
    const n = spins.twiceSpin[i]! + 1;
    out = kronecker(out, size, i === k ? singleOperator(n - 1, axis) : complexIdentity(n), n);
    size *= n;
  }
  return out;
}

/** Product of single-spin operators, `{ Ha: 'z', C1: 'x' }` for Iz of Ha times Ix of C1, without a factor. */
export function productOperator(spins: Spins, factors: Readonly<Record<string, Axis>>): Float64Array {
  checkDense(spins);
  let out = complexIdentity(spins.dimension);
  for (const [label, axis] of Object.entries(factors))
    out = complexMultiply(out, spinOperator(spins, spinIndex(spins, label), axis), spins.dimension);
  return out;
}

export interface DenseHamiltonian {
  readonly field_T: number;
  readonly heteronuclear: 'full' | 'secular';
  /** Offsets of a rotating frame, by isotope: nu0 (shift - reference), H = -offset Iz. Where given, the isotope's Zeeman term is left out. */
  readonly offsets_Hz?: Float64Array;
}

/** H in Hz, real symmetric [N, N]: -sum gamma (1 + 1e-6 shift) B Iz / 2 pi + sum J I.I, or -offset Iz in a rotating frame. */
export function denseHamiltonian_Hz(spins: Spins, settings: DenseHamiltonian): Float64Array {
  checkDense(spins);
  const size = spins.dimension;
  const out = new Float64Array(size * size);
  const digits = stateDigits(spins),
    stride = stateStrides(spins);
  const projection = (s: number, k: number): number => spins.twiceSpin[k]! / 2 - digits[s * spins.n + k]!;
  for (let s = 0; s < size; s++) {
    for (let k = 0; k < spins.n; k++) {
      const zeeman_Hz =
        settings.offsets_Hz?.[k] ??
        (spins.gamma_radPerSPerT[k]! * (1 + 1e-6 * spins.shift_ppm[k]!) * settings.field_T) / (2 * Math.PI);
      out[s * size + s]! -= zeeman_Hz * projection(s, k);
      for (let l = 0; l < spins.n; l++) {
        const j = spins.j_Hz[k * spins.n + l]!;
        if (l === k || j === 0) continue;
        if (l > k) out[s * size + s]! += j * projection(s, k) * projection(s, l);
        if (settings.heteronuclear === 'secular' && spins.isotopes[k] !== spins.isotopes[l]) continue;
        const dk = digits[s * spins.n + k]!,
          dl = digits[s * spins.n + l]!;
        if (dk === 0 || dl === spins.twiceSpin[l]) continue; // k up, l down
        const to = s - stride[k]! + stride[l]!;
        out[to * size + s]! +=
          0.5 * j * Math.sqrt(dk * (spins.twiceSpin[k]! + 1 - dk) * (dl + 1) * (spins.twiceSpin[l]! - dl));
      }
    }
  }
  return out;
}

/** [N, n]: projection index of each spin in each product state, 0 = highest. */
export function stateDigits(spins: Spins): Int32Array {
  const stride = stateStrides(spins);
  const out = new Int32Array(spins.dimension * spins.n);
  for (let s = 0; s < spins.dimension; s++) {
    for (let k = 0; k < spins.n; k++) out[s * spins.n + k] = Math.floor(s / stride[k]!) % (spins.twiceSpin[k]! + 1);
  }
  return out;
}

export function stateStrides(spins: Spins): Int32Array {
  const out = new Int32Array(spins.n);
  let stride = 1;
  for (let k = spins.n - 1; k >= 0; k--) {
    out[k] = stride;
    stride *= spins.twiceSpin[k]! + 1;
  }
  return out;
}

/** |S0><S0| on two spins 1/2, the others in disorder; complex [N, N], trace 1. */
export function denseSinglet(spins: Spins, a: number, b: number): Float64Array {
  const size = spins.dimension,
    others = size / 4;
  const out = complexIdentity(size);
  for (let i = 0; i < out.length; i++) out[i]! *= 0.25 / others;
  for (const axis of ['x', 'y', 'z'] as const) {
    const product = complexMultiply(spinOperator(spins, a, axis), spinOperator(spins, b, axis), size);
    for (let i = 0; i < out.length; i++) out[i]! -= product[i]! / others;
  }
  return out;
}

export function checkDense(spins: Spins): void {
  if (spins.dimension <= DENSE_LIMIT) return;
  const bytes = 16 * spins.dimension ** 2;
  throw new ScienceError(
    'unsupported',
    `${spins.name}: dense operators of ${spins.dimension} states need ${(bytes / 1e6).toPrecision(3)} MB each; the limit is ${DENSE_LIMIT} states`,
  );
}
