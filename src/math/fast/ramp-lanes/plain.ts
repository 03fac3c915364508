// The definition of the moves, lane after lane.
import { pathTable, stepLength } from './basis.ts';
import { stepsTurnInto } from './steps-turn.ts';
import { fastest, laneOffset, seriesTerms, type EigenPath, type Frame, type LaneKernels, type Lanes } from './lanes.ts';

export const PLAIN_LANE_KERNELS: LaneKernels = {
  enter(lanes, frame) {
    turn(lanes, frame.first, -1, 1);
    turn(lanes, frame.second, -1, 2);
    glide(lanes, frame, -1);
  },
  leave(lanes, frame) {
    glide(lanes, frame, 1);
    turn(lanes, frame.second, 1, 2);
    turn(lanes, frame.first, 1, 1);
  },
  cross(lanes, from, path, to) {
    turnSteps(lanes, from, path.step_T, 1);
    steps(lanes, path);
    turnSteps(lanes, to, path.step_T, -1);
  },
};

/** x = exp(sign i r M) x for the first order, exp(sign r^2 M) x for the second. */
function turn(lanes: Lanes, matrix: Float64Array, sign: 1 | -1, order: 1 | 2): void {
  const { size, rate_TPerS } = lanes;
  const most = fastest(rate_TPerS);
  const terms = seriesTerms(order === 1 ? most : most * most, matrix, size);
  eachLane(lanes, (x, lane) => {
    const rate = rate_TPerS[lane]!;
    if (order === 1) exponential(x, matrix, 0, sign * rate, terms);
    else exponential(x, matrix, sign * rate * rate, 0, terms);
  });
}

/** x = exp(+-i G) x: + into the frame of equal steps, - out of it. */
function turnSteps(lanes: Lanes, frame: Frame, step_T: number, sign: 1 | -1): void {
  const { size, rate_TPerS } = lanes;
  const g = new Float64Array(size * size);
  eachLane(lanes, (x, lane) => {
    stepsTurnInto(g, frame, size, step_T, rate_TPerS[lane]!);
    exponential(x, g, 0, sign, seriesTerms(1, g, size));
  });
}

function glide(lanes: Lanes, { phase_turnsTPerS, shift_turnsSPerT }: Frame, sign: 1 | -1): void {
  eachLane(lanes, (x, lane) => {
    const rate = lanes.rate_TPerS[lane]!;
    for (let i = 0; i < lanes.size; i++)
      turnBack(x, i, sign * (phase_turnsTPerS[i]! / rate + shift_turnsSPerT[i]! * rate));
  });
}

function steps(lanes: Lanes, path: EigenPath): void {
  const { size } = lanes;
  const table = pathTable(path, size);
  const before = new Float64Array(2 * size);
  eachLane(lanes, (x, lane) => {
    const step_s = path.step_T / lanes.rate_TPerS[lane]!;
    for (let step = 0; step <= path.steps; step++) {
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
        if (i > 0 && step < path.steps) turnBack(x, i, table[rotation + size * size + i - 1]! * step_s);
      }
    }
  });
}

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
