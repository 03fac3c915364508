// The definition of the moves, lane after lane.
import { basisStepsPlain } from './basis.ts';
import { stepsTurnInto } from './steps-turn.ts';
import { fastest, laneOffset, normOf, seriesTerms, stepLength, type LaneKernels, type Lanes } from './lanes.ts';

export const PLAIN_LANE_KERNELS: LaneKernels = {
  turn(lanes, matrix, sign, power, imaginary) {
    const { size, rate_TPerS } = lanes;
    const most = fastest(rate_TPerS);
    const terms = seriesTerms(normOf(matrix, size) * (power === 1 ? most : most * most));
    eachLane(lanes, (x, lane) => {
      const rate = rate_TPerS[lane]!;
      const factor = sign * (power === 1 ? rate : rate * rate);
      exponential(x, matrix, imaginary ? 0 : factor, imaginary ? factor : 0, terms);
    });
  },
  turnSteps(lanes, frame, step_T, sign) {
    const { size, rate_TPerS } = lanes;
    const g = new Float64Array(size * size);
    eachLane(lanes, (x, lane) => {
      stepsTurnInto(g, frame, size, step_T, rate_TPerS[lane]!);
      exponential(x, g, 0, sign, seriesTerms(normOf(g, size)));
    });
  },
  glide(lanes, phase_turnsTPerS, shift_turnsSPerT) {
    eachLane(lanes, (x, lane) => {
      const rate = lanes.rate_TPerS[lane]!;
      for (let i = 0; i < lanes.size; i++) turnBack(x, i, phase_turnsTPerS[i]! / rate + shift_turnsSPerT[i]! * rate);
    });
  },
  phases(lanes, { steps, step_T, table }) {
    const { size } = lanes;
    const before = new Float64Array(2 * size);
    eachLane(lanes, (x, lane) => {
      const step_s = step_T / lanes.rate_TPerS[lane]!;
      for (let step = 0; step <= steps; step++) {
        const rotation = step * stepLength(size);
        before.set(x);
        for (let i = 0; i < size; i++) {
          let re = 0,
            im = 0;
          for (let k = 0; k < size; k++) {
            re += table[rotation + i * size + k]! * before[2 * k]!;
            im += table[rotation + i * size + k]! * before[2 * k + 1]!;
          }
          x[2 * i] = re;
          x[2 * i + 1] = im;
          if (i > 0 && step < steps) turnBack(x, i, table[rotation + size * size + i - 1]! * step_s);
        }
      }
    });
  },
  bases: basisStepsPlain,
};

/** Hands each lane's vector [size], interleaved complex, to `move`, which changes it. */
function eachLane({ size, pairs, x }: Lanes, move: (vector: Float64Array, lane: number) => void): void {
  const vector = new Float64Array(2 * size);
  for (let lane = 0; lane < 2 * pairs; lane++) {
    for (let i = 0; i < size; i++) {
      vector[2 * i] = x[laneOffset(size, lane, i)]!;
      vector[2 * i + 1] = x[laneOffset(size, lane, i) + 2]!;
    }
    move(vector, lane);
    for (let i = 0; i < size; i++) {
      x[laneOffset(size, lane, i)] = vector[2 * i]!;
      x[laneOffset(size, lane, i) + 2] = vector[2 * i + 1]!;
    }
  }
}

/** x_i = exp(-2 pi i turns) x_i. */
function turnBack(x: Float64Array, i: number, turns: number): void {
  const angle = 2 * Math.PI * (turns - Math.round(turns));
  const c = Math.cos(angle),
    s = Math.sin(angle);
  const re = x[2 * i]!,
    im = x[2 * i + 1]!;
  x[2 * i] = c * re + s * im;
  x[2 * i + 1] = c * im - s * re;
}

/** x = exp((re + i im) M) x by its series. */
function exponential(x: Float64Array, matrix: Float64Array, re: number, im: number, terms: number): void {
  const n = x.length / 2;
  let term = x.slice();
  for (let order = 1; order <= terms; order++) {
    const next = new Float64Array(2 * n);
    for (let i = 0; i < n; i++) {
      let a = 0,
        b = 0;
      for (let k = 0; k < n; k++) {
        a += matrix[i * n + k]! * term[2 * k]!;
        b += matrix[i * n + k]! * term[2 * k + 1]!;
      }
      next[2 * i] = (re * a - im * b) / order;
      next[2 * i + 1] = (re * b + im * a) / order;
    }
    for (let i = 0; i < 2 * n; i++) x[i]! += next[i]!;
    term = next;
  }
}
