// Densities as vectors, kept to coherences between states of equal total projection: what parahydrogen brings and a field along z keeps.
import type { Generator } from '../../math/fast/index.ts';
import { denseHamiltonian_Hz, stateDigits, stateStrides } from './operators.ts';
import type { Spins } from './system.ts';

/** Pairs (bra, ket) of product states with equal M; element e of the vector is rho[row[e], column[e]]. */
export interface ZeroQuantum {
  readonly size: number;
  readonly dimension: number;
  readonly row: Int32Array;
  readonly column: Int32Array;
  /** [dimension^2]: element of a pair, or -1. */
  readonly at: Int32Array;
}

export function zeroQuantum(spins: Spins): ZeroQuantum {
  const n = spins.dimension;
  const digits = stateDigits(spins);
  const fallen = Int32Array.from({ length: n }, (_, s) => {
    let sum = 0;
    for (let k = 0; k < spins.n; k++) sum += digits[s * spins.n + k]!;
    return sum;
  });
  const row: number[] = [],
    column: number[] = [];
  const at = new Int32Array(n * n).fill(-1);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      if (fallen[i] !== fallen[k]) continue;
      at[i * n + k] = row.length;
      row.push(i);
      column.push(k);
    }
  }
  return { size: row.length, dimension: n, row: Int32Array.from(row), column: Int32Array.from(column), at };
}

/** Entries of a complex sparse matrix while it is put together. */
export class Entries {
  private readonly rows: Map<number, [number, number]>[] = [];
  readonly size: number;
  constructor(size: number) {
    this.size = size;
    for (let i = 0; i < size; i++) this.rows.push(new Map());
  }
  add(i: number, k: number, re: number, im: number): void {
    const entry = this.rows[i]!.get(k);
    if (entry) {
      entry[0] += re;
      entry[1] += im;
    } else this.rows[i]!.set(k, [re, im]);
  }
  /** With `drive_radPerSPerT`: the generator is these entries plus -i B drive on the diagonal. */
  generator(drive_radPerSPerT: Float64Array): Generator {
    const rowStart = new Int32Array(this.size + 1);
    const column: number[] = [],
      value: number[] = [];
    this.rows.forEach((row, i) => {
      for (const [k, [re, im]] of [...row].sort((a, b) => a[0] - b[0])) {
        if (re === 0 && im === 0) continue;
        column.push(k);
        value.push(re, im);
      }
      rowStart[i + 1] = column.length;
    });
    return {
      size: this.size,
      rowStart,
      column: Int32Array.from(column),
      value: Float64Array.from(value),
      drive_radPerSPerT,
    };
  }
}

/** Adds -i[H, .] without the field, starting at element `offset`. */
export function addCouplings(entries: Entries, spins: Spins, space: ZeroQuantum, offset = 0): void {
  const n = space.dimension;
  const h = denseHamiltonian_Hz(spins, { field_T: 0, heteronuclear: 'full' });
  const turn = 2 * Math.PI;
  for (let e = 0; e < space.size; e++) {
    const i = space.row[e]!,
      k = space.column[e]!;
    for (let l = 0; l < n; l++) {
      const left = h[i * n + l]!,
        right = h[l * n + k]!;
      if (left !== 0) entries.add(offset + e, offset + space.at[l * n + k]!, 0, -turn * left);
      if (right !== 0) entries.add(offset + e, offset + space.at[i * n + l]!, 0, turn * right);
    }
  }
}

/** The drive of a field along z: rad/s per tesla by which each element turns. */
export function zeemanDrive(spins: Spins, space: ZeroQuantum): Float64Array {
  const digits = stateDigits(spins);
  return Float64Array.from({ length: space.size }, (_, e) => {
    let sum = 0;
    for (let k = 0; k < spins.n; k++) {
      const gamma = spins.gamma_radPerSPerT[k]! * (1 + 1e-6 * spins.shift_ppm[k]!);
      sum += gamma * (digits[space.row[e]! * spins.n + k]! - digits[space.column[e]! * spins.n + k]!);
    }
    return sum;
  });
}

/** Isotropic random fields, uncorrelated: minus sum 1/(2 T1) sum_a [Ia, [Ia, rho]]; any spin. An infinite T1 does nothing. */
export function addRandomFields(
  entries: Entries,
  spins: Spins,
  space: ZeroQuantum,
  t1_s: ArrayLike<number>,
  offset = 0,
): void {
  const n = space.dimension;
  const digits = stateDigits(spins),
    stride = stateStrides(spins);
  for (let k = 0; k < spins.n; k++) {
    const rate = 1 / (2 * t1_s[k]!);
    if (!(rate > 0)) continue;
    const spin = spins.twiceSpin[k]! / 2;
    const raise = (d: number): number => d * (spins.twiceSpin[k]! + 1 - d); // |<d-1| I+ |d>|^2
    for (let e = 0; e < space.size; e++) {
      const i = space.row[e]!,
        j = space.column[e]!;
      const di = digits[i * spins.n + k]!,
        dj = digits[j * spins.n + k]!;
      entries.add(offset + e, offset + e, -2 * rate * (spin * (spin + 1) - (spin - di) * (spin - dj)), 0);
      // rho_ij gains from I- rho I+ and I+ rho I- (element one up and one down)
      if (di > 0 && dj > 0) {
        const from = space.at[(i - stride[k]!) * n + j - stride[k]!]!;
        entries.add(offset + e, offset + from, rate * Math.sqrt(raise(di) * raise(dj)), 0);
      }
      if (di < spins.twiceSpin[k]! && dj < spins.twiceSpin[k]!) {
        const from = space.at[(i + stride[k]!) * n + j + stride[k]!]!;
        entries.add(offset + e, offset + from, rate * Math.sqrt(raise(di + 1) * raise(dj + 1)), 0);
      }
    }
  }
}

/** T1 along z and T2 across, each spin 1/2 by itself, products of operators at the sum of their rates: -R of a phenomenological kind. */
export function addT1T2(
  entries: Entries,
  spins: Spins,
  space: ZeroQuantum,
  t1_s: ArrayLike<number>,
  t2_s: ArrayLike<number>,
  offset = 0,
): void {
  const n = space.dimension;
  const digits = stateDigits(spins),
    stride = stateStrides(spins);
  for (let k = 0; k < spins.n; k++) {
    const r1 = 1 / t1_s[k]!,
      r2 = 1 / t2_s[k]!;
    for (let e = 0; e < space.size; e++) {
      const i = space.row[e]!,
        j = space.column[e]!;
      const di = digits[i * spins.n + k]!,
        dj = digits[j * spins.n + k]!;
      if (di !== dj) {
        entries.add(offset + e, offset + e, -r2, 0);
        continue;
      }
      const flip = di === 0 ? stride[k]! : -stride[k]!;
      entries.add(offset + e, offset + e, -r1 / 2, 0);
      entries.add(offset + e, offset + space.at[(i + flip) * n + j + flip]!, r1 / 2, 0);
    }
  }
}

/** Adds minus a dense superoperator [N^2, N^2] (complex, row-major vector of rho), as `redfieldSuperoperator` gives it. */
export function addSuperoperator(entries: Entries, space: ZeroQuantum, r: Float64Array, offset = 0): void {
  const n = space.dimension,
    full = n * n;
  for (let e = 0; e < space.size; e++) {
    const row = space.row[e]! * n + space.column[e]!;
    for (let f = 0; f < space.size; f++) {
      const p = 2 * (row * full + space.row[f]! * n + space.column[f]!);
      if (r[p] !== 0 || r[p + 1] !== 0) entries.add(offset + e, offset + f, -r[p]!, -r[p + 1]!);
    }
  }
}

/** The part [size, size], complex, of a dense superoperator [N^2, N^2] that acts on the elements. */
export function zeroQuantumSuperoperator(space: ZeroQuantum, r: Float64Array): Float64Array {
  const { size, dimension: n } = space;
  const out = new Float64Array(2 * size * size);
  for (let e = 0; e < size; e++) {
    const row = space.row[e]! * n + space.column[e]!;
    for (let f = 0; f < size; f++) {
      const p = 2 * (row * n * n + space.row[f]! * n + space.column[f]!);
      out.set(r.subarray(p, p + 2), 2 * (e * size + f));
    }
  }
  return out;
}

/** The elements of a dense density [N, N]; those between different M must be zero, and are dropped. */
export function zeroQuantumPart(space: ZeroQuantum, rho: Float64Array): Float64Array {
  const out = new Float64Array(2 * space.size);
  for (let e = 0; e < space.size; e++) {
    const p = 2 * (space.row[e]! * space.dimension + space.column[e]!);
    out[2 * e] = rho[p]!;
    out[2 * e + 1] = rho[p + 1]!;
  }
  return out;
}

/** The dense density [N, N] of a vector. */
export function denseDensity(space: ZeroQuantum, x: Float64Array, offset = 0): Float64Array {
  const out = new Float64Array(2 * space.dimension ** 2);
  for (let e = 0; e < space.size; e++) {
    const p = 2 * (space.row[e]! * space.dimension + space.column[e]!);
    out[p] = x[2 * (offset + e)]!;
    out[p + 1] = x[2 * (offset + e) + 1]!;
  }
  return out;
}
