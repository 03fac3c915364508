// Sums of very many exponentials on a regular grid of times: each goes to its nearest frequency of a fine grid as moments of the distance,
// and one Fourier transform for each moment gives the sum (a non-uniform transform by Taylor series; Anderson and Dahleh 1996).
import { fftPlan } from './fft/line.ts';

/** Most moments kept: what is left out is (pi/2)^16 / 16! = 7e-11 of a term. */
const MOMENTS = 16;
/** [m] m! / (pi/2)^m: sizes are worth a moment as long as they are above this much of what is let go. */
const WORTH = Float64Array.from({ length: MOMENTS }, () => 1);
for (let m = 1; m < MOMENTS; m++) WORTH[m] = (WORTH[m - 1]! * m) / (Math.PI / 2);

export interface ExponentialSum {
  /** Adds (re + i im) exp(2 pi i turns k); `turns` is the frequency over the rate of sampling. Errors below `negligible` (twice that, at most) are let go. */
  readonly add: (turns: number, re: number, im: number, negligible: number) => void;
  /** The sum for k = 0 .. n - 1, interleaved complex. */
  readonly values: () => Float64Array;
}

/** Starts a sum over `n` times. */
export function exponentialSum(n: number): ExponentialSum {
  let cells = 2;
  while (cells < 2 * n) cells *= 2;
  const real = new Float64Array(MOMENTS * cells),
    imaginary = new Float64Array(MOMENTS * cells);
  return {
    add: (turns, re, im, negligible) => {
      const place = turns * cells,
        nearest = Math.round(place);
      const away = 2 * (place - nearest); // -1 .. 1
      const at = MOMENTS * (nearest - cells * Math.floor(nearest / cells));
      addMoments(real, at, re, away, negligible);
      addMoments(imaginary, at, im, away, negligible);
    },
    values: () => {
      const out = new Float64Array(2 * n);
      const re = new Float64Array(cells),
        im = new Float64Array(cells);
      const plan = fftPlan(cells);
      const factor = new Float64Array(n).fill(1);
      for (let m = 0; m < MOMENTS; m++) {
        for (let c = 0; c < cells; c++) {
          re[c] = real[MOMENTS * c + m]!;
          im[c] = imaginary[MOMENTS * c + m]!;
        }
        plan.transform(im, re); // the other sign
        for (let k = 0; k < n; k++) {
          // times (i pi k / cells)^m / m!
          const f = factor[k]!;
          const x = f * re[k]!,
            y = f * im[k]!;
          const quarter = m & 3;
          out[2 * k]! += quarter === 0 ? x : quarter === 1 ? -y : quarter === 2 ? -x : y;
          out[2 * k + 1]! += quarter === 0 ? y : quarter === 1 ? x : quarter === 2 ? -y : -x;
          factor[k] = (f * Math.PI * k) / (cells * (m + 1));
        }
      }
      return out;
    },
  };
}

/** Adds value away^m to the moments from `at` on, as long as they matter. */
function addMoments(moments: Float64Array, at: number, value: number, away: number, negligible: number): void {
  for (let m = 0; m < MOMENTS && Math.abs(value) > negligible * WORTH[m]!; m++) {
    moments[at + m]! += value;
    value *= away;
  }
}
