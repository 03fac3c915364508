// A pulse as the kernels take it: one row for each run of equal steps, which turn about one axis and so are one longer step.
import { ScienceError } from '../../../base/index.ts';
import type { PulseSteps } from '../pulse-steps.ts';

/** Numbers of a row: half angles of the step per Hz, per metre, about x, about -y; the square of the latter two; how often the turn is doubled. */
export const ROW = 6;

/** Largest half angle, squared, whose series is taken; larger ones are halved first. */
const LARGEST_SQUARE = 1 / 16;

/** Rows for spins with |position| and |frequency| up to the given ones. Half angles are divided by 2^doublings. */
export function pulseTable(
  { dwell_s, b1_Hz, gradient_HzPerM }: PulseSteps,
  farthest_m: number,
  fastest_Hz: number,
  scale: number,
): Float64Array {
  const nSteps = gradient_HzPerM.length;
  if (b1_Hz.length !== 2 * nSteps)
    throw new ScienceError('argument', `${b1_Hz.length} numbers of b1_Hz; expected re, im for each of ${nSteps} steps`);
  const rows = new Float64Array(ROW * nSteps);
  let end = 0;
  for (let n = 0, next = 0; n < nSteps; n = next) {
    const b1x_Hz = scale * b1_Hz[2 * n]!,
      b1y_Hz = scale * b1_Hz[2 * n + 1]!,
      slope_HzPerM = gradient_HzPerM[n]!;
    next = n + 1;
    while (next < nSteps && gradient_HzPerM[next] === slope_HzPerM && b1_Hz[2 * next] === b1_Hz[2 * n] && b1_Hz[2 * next + 1] === b1_Hz[2 * n + 1]) next++; // prettier-ignore
    const perHz = Math.PI * dwell_s * (next - n);
    const along = Math.abs(slope_HzPerM) * farthest_m + fastest_Hz;
    let square = perHz * perHz * (b1x_Hz * b1x_Hz + b1y_Hz * b1y_Hz + along * along),
      half = perHz,
      doublings = 0;
    if (!Number.isFinite(square))
      throw new ScienceError(
        'argument',
        `step ${n + 1} of the pulse turns by no finite angle; expected finite numbers`,
      );
    for (; square > LARGEST_SQUARE; square /= 4, half /= 2) doublings++;
    const x = half * b1x_Hz,
      y = half * b1y_Hz;
    rows.set([half, half * slope_HzPerM, x, -y, x * x + y * y, doublings], end);
    end += ROW;
  }
  return rows.subarray(0, end);
}

/** Largest absolute value; NaN where there is one. */
export function largestOf(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most;
}
