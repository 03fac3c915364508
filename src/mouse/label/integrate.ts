// Explicit Runge-Kutta of order 5 with error control, for rates that change in time.
// Dormand and Prince, J Comput Appl Math 6 (1980) 19, method RK5(4)7M.
import { ScienceError } from '../../base/index.ts';

/** Fills `out` with dy/dt. */
export type Slope = (out: Float64Array, time_s: number, y: Float64Array) => void;

const C = [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1];
const A = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];
/** Fifth less fourth order. */
const E = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];
const MOST_STEPS = 200_000;

/** y at `to_s`. `scale[i]`: the size of y[i] that the tolerance refers to. */
export function integrate(
  slope: Slope,
  start: Float64Array,
  from_s: number,
  to_s: number,
  scale: Float64Array,
  tolerance: number,
): Float64Array {
  const n = start.length;
  const slopes = C.map(() => new Float64Array(n));
  let y = start.slice();
  let stage = new Float64Array(n);
  let now_s = from_s;
  let step_s = Math.min(0.01, to_s - from_s);
  slope(slopes[0]!, now_s, y);
  for (let taken = 0; now_s < to_s; taken++) {
    if (taken > MOST_STEPS) throw new ScienceError('argument', `the rates need more than ${MOST_STEPS} steps; are they in 1/s?`); // prettier-ignore
    const isLast = now_s + step_s >= to_s;
    if (isLast) step_s = to_s - now_s;
    for (let s = 1; s < C.length; s++) {
      combineInto(stage, y, slopes, A[s]!, step_s);
      slope(slopes[s]!, now_s + C[s]! * step_s, stage);
    }
    // The last stage is the result.
    let error = 0;
    for (let i = 0; i < n; i++) {
      let gap = 0;
      for (let s = 0; s < E.length; s++) gap += E[s]! * slopes[s]![i]!;
      error = Math.max(error, Math.abs(gap * step_s) / scale[i]!);
    }
    const ratio = error / tolerance;
    if (ratio <= 1) {
      now_s = isLast ? to_s : now_s + step_s;
      [y, stage] = [stage, y];
      [slopes[0], slopes[6]] = [slopes[6]!, slopes[0]!];
    }
    // Fifth root by exp and log, which engines agree on.
    const factor = 0.9 * Math.exp(-0.2 * Math.log(Math.max(ratio, 1e-6)));
    step_s *= Math.min(4, Math.max(0.2, factor));
  }
  return y;
}

function combineInto(
  out: Float64Array,
  y: Float64Array,
  slopes: readonly Float64Array[],
  weights: readonly number[],
  step_s: number,
): void {
  out.set(y);
  weights.forEach((weight, s) => {
    const factor = weight * step_s;
    const slope = slopes[s]!;
    for (let i = 0; i < out.length; i++) out[i] = out[i]! + factor * slope[i]!;
  });
}
