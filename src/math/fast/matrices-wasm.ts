// The matrix kernel in WebAssembly SIMD: blocked reflections to tridiagonal form, twisted factorisations, blocked reflections back.
import { plainMatrices, type EigenRows, type MatrixKernel } from './matrices.ts';
import { MATRICES_WASM_BASE64 } from './matrices-wasm-bytes.ts';
import { tridiagonalValues } from '../complex/index.ts';
import { wasmExports, type WasmMemory } from './wasm.ts';

interface MatrixExports {
  readonly memory: WasmMemory;
  readonly multiplyAdd: (...args: number[]) => void;
  readonly tridiagonalise: (...args: number[]) => void;
  readonly twisted: (...args: number[]) => void;
  readonly reflect: (...args: number[]) => void;
}

/** Below this size the plain way is as fast. */
const SMALL = 24;
/** Doubles of a packed operand: DEPTH times WIDTH of the assembly. */
const PACKED = 256 * 192;
/** Panel of the assembly. */
const PANEL = 32;
/** Relative to the norm: eigenvalues closer than this have their vectors made orthogonal by hand. */
const CLOSE = 1e-6;
/** Largest error of orthogonality and (relative) residual that is let through; beyond it the plain way is taken. */
const SOUND = 1e-10;

/** The twin in a fresh WebAssembly instance, or `plainMatrices` where WebAssembly with SIMD is missing. */
export function makeMatrixKernel(): MatrixKernel {
  const exports = wasmExports<MatrixExports>(MATRICES_WASM_BASE64);
  if (!exports) return plainMatrices;
  return {
    eigen: (matrix, n) => (n < SMALL ? undefined : eigenBy(exports, matrix, n)) ?? plainMatrices.eigen(matrix, n),
    timesTransposed: (a, b, rows, columns, depth) =>
      (rows * columns * depth < SMALL * SMALL * SMALL ? plainMatrices.timesTransposed : multiplyBy(exports))(
        a,
        b,
        rows,
        columns,
        depth,
      ),
  };
}

const up4 = (n: number): number => (n + 3) & ~3;

/** Places for arrays of the given numbers of doubles, one after the other behind the module's own page, filled with zeros. */
function place(exports: MatrixExports, doubles: readonly number[]): { at: number[]; memory: Float64Array } {
  let next = 65536;
  const at = doubles.map((count) => {
    const here = next;
    next += 8 * (count + (count & 1));
    return here;
  });
  const missing = Math.ceil((next - exports.memory.buffer.byteLength) / 65536);
  if (missing > 0) exports.memory.grow(missing);
  const memory = new Float64Array(exports.memory.buffer);
  memory.fill(0, 8192, next / 8);
  return { at, memory };
}

function multiplyBy(exports: MatrixExports): MatrixKernel['timesTransposed'] {
  return (a, b, rows, columns, depth) => {
    const deep = up4(depth),
      wide = up4(columns);
    const { at, memory } = place(exports, [up4(rows) * deep, wide * deep, up4(rows) * wide, PACKED]);
    const [atA, atB, atC, work] = at as [number, number, number, number];
    copyRows(memory, atA / 8, deep, a, 0, depth, rows, depth);
    copyRows(memory, atB / 8, deep, b, 0, depth, columns, depth);
    exports.multiplyAdd(up4(rows), wide, deep, atC, 8 * wide, atA, 8 * deep, atB, 8 * deep, 1, 1, work);
    const out = new Float64Array(rows * columns);
    copyRows(out, 0, columns, memory, atC / 8, wide, rows, columns);
    return out;
  };
}

/** Copies rows of `length` doubles from one pitch to another. */
function copyRows(
  out: Float64Array,
  to: number,
  outPitch: number,
  from: Float64Array,
  at: number,
  pitch: number,
  rows: number,
  length: number,
): void {
  for (let i = 0; i < rows; i++) out.set(from.subarray(at + i * pitch, at + i * pitch + length), to + i * outPitch);
}

/** Undefined where the vectors do not come out orthogonal: many equal eigenvalues that the tridiagonal form does not set apart. */
function eigenBy(exports: MatrixExports, matrix: Float64Array, n: number): EigenRows | undefined {
  const size = up4(n),
    pitch = 8 * size;
  const { at, memory } = place(exports, [
    size * size,
    size * size,
    (size + 1) * size,
    size,
    size,
    size,
    size + 2,
    Math.max(6 * PANEL * size, 2 * PANEL * size + PACKED),
  ]);
  const [a, y, x, d, e, tau, values, work] = at as [number, number, number, number, number, number, number, number];
  copyRows(memory, a / 8, size, matrix, 0, n, n, n);
  exports.tridiagonalise(n, size, a, pitch, d, e, tau, y, work);
  const diagonal = memory.slice(d / 8, d / 8 + n),
    beside = memory.slice(e / 8, e / 8 + n);
  let norm = 0;
  for (let i = 0; i < n; i++) norm = Math.max(norm, Math.abs(diagonal[i]!) + 2 * Math.abs(beside[i]!));
  const all = new Float64Array(n);
  for (let from = 0, to = 1; from < n; from = to++) {
    while (to < n && Math.abs(beside[to - 1]!) > 2 ** -53 * (Math.abs(diagonal[to - 1]!) + Math.abs(diagonal[to]!)))
      to++;
    const count = to - from;
    const part = tridiagonalValues(diagonal.subarray(from, to), beside.subarray(from, to));
    memory.set(part, values / 8);
    memory[values / 8 + count] = part[count - 1]!; // vectors are made in pairs
    const even = count + (count & 1),
      corner = x + from * pitch + 8 * from;
    exports.twisted(count, d + 8 * from, e + 8 * from, values, even, corner, pitch, 2 ** -52 * norm, work);
    if (even > count) memory.fill(0, corner / 8 + count * size, corner / 8 + count * (size + 1));
    if (!orthogonalise(memory, corner / 8, size, part, CLOSE * norm)) return undefined;
    all.set(part, from);
  }
  exports.reflect(n, size, size, x, pitch, y, pitch, tau, work);
  const order = Array.from(all, (_, i) => i).sort((i, j) => all[i]! - all[j]!);
  const rows = new Float64Array(n * n);
  order.forEach((i, j) => rows.set(memory.subarray(x / 8 + i * size, x / 8 + i * size + n), j * n));
  const found = { values: all.sort(), rows };
  return isSound(matrix, found, n, norm) ? found : undefined;
}

/** Rows whose eigenvalues are `close` are made orthogonal to each other; false where two of them point the same way. */
function orthogonalise(
  memory: Float64Array,
  corner: number,
  pitch: number,
  values: Float64Array,
  close: number,
): boolean {
  const n = values.length;
  let first = 0;
  for (let k = 1; k < n; k++) {
    if (values[k]! - values[k - 1]! > close) first = k;
    const row = memory.subarray(corner + k * pitch, corner + k * pitch + n);
    for (let round = 0; round < 2 && k > first; round++) {
      for (let l = first; l < k; l++) {
        const other = corner + l * pitch;
        let overlap = 0;
        for (let i = 0; i < n; i++) overlap += row[i]! * memory[other + i]!;
        for (let i = 0; i < n; i++) row[i]! -= overlap * memory[other + i]!;
      }
      let square = 0;
      for (let i = 0; i < n; i++) square += row[i]! * row[i]!;
      if (!(square > 0.01)) return false;
      for (let i = 0, scale = 1 / Math.sqrt(square); i < n; i++) row[i]! *= scale;
    }
  }
  return true;
}

/** Tries V^T V = 1 and V^T values V = matrix on one vector. */
function isSound(matrix: Float64Array, { values, rows }: EigenRows, n: number, norm: number): boolean {
  const probe = Float64Array.from({ length: n }, (_, i) => ((0.6180339887498949 * (i + 1)) % 1) - 0.5);
  const one = new Float64Array(n),
    image = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    let along = 0;
    for (let i = 0; i < n; i++) along += rows[k * n + i]! * probe[i]!;
    const turned = along * values[k]!;
    for (let i = 0; i < n; i++) {
      one[i]! += along * rows[k * n + i]!;
      image[i]! += turned * rows[k * n + i]!;
    }
  }
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += matrix[i * n + k]! * probe[k]!;
    if (!(Math.abs(one[i]! - probe[i]!) < SOUND && Math.abs(image[i]! - sum) <= SOUND * norm)) return false;
  }
  return true;
}
