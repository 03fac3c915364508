// The eigenbasis of H = levels + (B - field) drive, followed from field to field: levels keep their names and vectors their signs.
import type { EigenPath } from './lanes.ts';

/** Levels, drive and vectors in one basis, one after the other: [size], [size, size], [size, size] with the vectors in columns. */
export type Basis = Float64Array;

export function basisLength(size: number): number {
  return size + 2 * size * size;
}

const MOST_SWEEPS = 60;

/**
 * Moves `basis` on by `db` in the field; `turn` [size, size], from `at`, becomes the change of basis, new coefficients = turn x old.
 * Cyclic Jacobi with the smaller angle: a level goes on as the state that resembles it.
 */
export function moveBasis(basis: Basis, size: number, db: number, turn: Float64Array, at: number): void {
  const n = size,
    drive = n,
    vectors = n + n * n;
  const m = new Float64Array(n * n);
  let scale = 1e-300;
  for (let i = 0; i < n * n; i++) m[i] = db * basis[drive + i]!;
  turn.fill(0, at, at + n * n);
  for (let i = 0; i < n; i++) {
    m[i * n + i]! += basis[i]!;
    scale = Math.max(scale, Math.abs(m[i * n + i]!));
    turn[at + i * n + i] = 1;
  }
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let largest = 0;
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        const g = m[p * n + q]!;
        if (Math.abs(g) <= 1e-17 * scale) continue;
        largest = Math.max(largest, Math.abs(g));
        const t = tangent(g, m[q * n + q]! - m[p * n + p]!);
        const c = Math.abs(t) < SMALL ? 1 - 0.5 * t * t : 1 / Math.sqrt(t * t + 1),
          s = t * c;
        mixColumns(m, n, p, q, c, s);
        mixRows(m, 0, n, p, q, c, s);
        mixRows(turn, at, n, p, q, c, s);
      }
    }
    // Quadratic convergence: what is left after this sweep is below rounding.
    if (largest <= 1e-8 * scale) break;
  }
  for (let i = 0; i < n; i++) basis[i] = m[i * n + i]!;
  const half = productWithTurn(basis, drive, turn, at, n);
  const turned = productWithTurn(basis, vectors, turn, at, n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      let sum = 0;
      for (let l = 0; l < n; l++) sum += turn[at + i * n + l]! * half[l * n + k]!;
      basis[drive + i * n + k] = sum;
    }
  }
  basis.set(turned, vectors);
}

const SMALL = 1e-4;

/** Of the smaller Jacobi angle, g off the diagonal; for small angles without root. */
function tangent(g: number, gap: number): number {
  if (Math.abs(g) < SMALL * Math.abs(gap)) {
    const x = g / gap;
    return x - x * x * x;
  }
  const theta = gap / (2 * g);
  return (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
}

/** M turn^T, M in `from`. */
function productWithTurn(from: Float64Array, first: number, turn: Float64Array, at: number, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      let sum = 0;
      for (let l = 0; l < n; l++) sum += from[first + i * n + l]! * turn[at + k * n + l]!;
      out[i * n + k] = sum;
    }
  }
  return out;
}

/** Doubles of a path's table for one step. */
export function stepLength(size: number): number {
  return size * size + size - 1;
}

/**
 * For each step of a path the rotation into its basis, from the one before, [size, size], and its levels above the first, [size - 1], in Hz; after
 * the last step the rotation into the basis of the end.
 */
export function pathTable({ steps, step_T, basis: begin, entry, endVectors }: EigenPath, size: number): Float64Array {
  const table = new Float64Array(steps * stepLength(size) + size * size);
  const basis = begin.slice();
  for (let step = 0; step < steps; step++) {
    const at = step * stepLength(size);
    moveBasis(basis, size, step === 0 ? 0.5 * step_T : step_T, table, at);
    for (let i = 1; i < size; i++) table[at + size * size + i - 1] = basis[i]! - basis[0]!;
  }
  closeTable(table, 0, { steps, entry, endVectors }, size, basis);
  return table;
}

/** Puts the entry before the first rotation, and the last rotation behind; `basis` is that of the last step. */
export function closeTable(
  table: Float64Array,
  first: number,
  { steps, entry, endVectors }: Pick<EigenPath, 'steps' | 'entry' | 'endVectors'>,
  size: number,
  basis: Basis,
): void {
  const turn = table.slice(first, first + size * size),
    vectors = size + size * size,
    last = first + steps * stepLength(size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      let before = 0,
        behind = 0;
      for (let l = 0; l < size; l++) {
        before += turn[i * size + l]! * entry[l * size + k]!;
        behind += endVectors[l * size + i]! * basis[vectors + l * size + k]!;
      }
      table[first + i * size + k] = before;
      table[last + i * size + k] = behind;
    }
  }
}

function mixRows(m: Float64Array, at: number, size: number, p: number, q: number, c: number, s: number): void {
  for (let k = 0; k < size; k++) {
    const a = m[at + p * size + k]!,
      b = m[at + q * size + k]!;
    m[at + p * size + k] = c * a - s * b;
    m[at + q * size + k] = s * a + c * b;
  }
}

function mixColumns(m: Float64Array, size: number, p: number, q: number, c: number, s: number): void {
  for (let k = 0; k < size; k++) {
    const a = m[k * size + p]!,
      b = m[k * size + q]!;
    m[k * size + p] = c * a - s * b;
    m[k * size + q] = s * a + c * b;
  }
}
