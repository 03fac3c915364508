// One step of RODAS: Rosenbrock, six stages, order 4 with an embedded order 3, stiffly accurate (Hairer & Wanner, Solving Ordinary Differential Equations II, 1996, IV.7 and IV.10).
import { factorLuInto, solveLuInto } from './lu.ts';

/** `out` = f(y, t). */
export type RhsInto = (out: Float64Array, y: Float64Array, t: number) => void;
/** `out` = df/dy, row-major: out[i * n + j] = df_i / dy_j. */
export type JacobianInto = (out: Float64Array, y: Float64Array, t: number) => void;

const GAMMA = 0.25;
/** Weights of the earlier stages in the place where a stage looks at f. */
const A: readonly (readonly number[])[] = [
  [],
  [1.544],
  [0.9466785280815826, 0.2557011698983284],
  [3.314825187068521, 2.896124015972201, 0.9986419139977817],
  [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.687886036105895],
  [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.687886036105895, 1],
];
/** Weights of the earlier stages on the right side, over the step. */
const C: readonly (readonly number[])[] = [
  [],
  [-5.6688],
  [-2.430093356833875, -0.2063599157091915],
  [-0.1073529058151375, -9.594562251023355, -20.47028614809616],
  [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.7089089320616],
  [8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054],
];
/** Where in the step a stage looks, and its share of df/dt. */
const PLACE = [0, 0.386, 0.21, 0.63, 1, 1];
const TIME_SHARE = [0.25, -0.1043, 0.1035, -0.0362, 0, 0];

/** Work space of one integration; f, J and df/dt at the start of the step stand in it, so that a smaller step can be tried. */
export class RodasStep {
  readonly f: Float64Array;
  readonly jacobian: Float64Array;
  readonly timeSlope: Float64Array | undefined;
  /** The new state and the estimate of its error. */
  readonly y: Float64Array;
  readonly error: Float64Array;
  private readonly stages: readonly Float64Array[];
  private readonly matrix: Float64Array;
  private readonly pivots: Int32Array;
  private readonly weight: Float64Array;
  private readonly n: number;
  private readonly rhsInto: RhsInto;

  constructor(n: number, rhsInto: RhsInto, hasTimeSlope: boolean) {
    this.n = n;
    this.rhsInto = rhsInto;
    this.f = new Float64Array(n);
    this.y = new Float64Array(n);
    this.jacobian = new Float64Array(n * n);
    this.timeSlope = hasTimeSlope ? new Float64Array(n) : undefined;
    this.stages = A.map(() => new Float64Array(n));
    this.error = this.stages.at(-1)!;
    this.matrix = new Float64Array(n * n);
    this.pivots = new Int32Array(n);
    this.weight = new Float64Array(n);
  }

  /** From `y0` at `t` over `h`, with the size of each state; false where the linear system of the step has no solution. */
  try(y0: Float64Array, t: number, h: number, size: Float64Array): boolean {
    const { n, stages, matrix, y, weight } = this;
    for (let i = 0; i < n * n; i++) matrix[i] = -this.jacobian[i]!;
    for (let i = 0; i < n; i++) matrix[i * n + i]! += 1 / (GAMMA * h);
    for (let i = 0; i < n; i++) weight[i] = 1 / size[i]!;
    if (!factorLuInto(matrix, this.pivots, n, weight)) return false;
    for (let s = 0; s < stages.length; s++) {
      const stage = stages[s]!;
      y.set(y0);
      for (let r = 0; r < s; r++) addInto(y, A[s]![r]!, stages[r]!);
      if (s === 0) stage.set(this.f);
      else this.rhsInto(stage, y, t + PLACE[s]! * h);
      for (let r = 0; r < s; r++) addInto(stage, C[s]![r]! / h, stages[r]!);
      if (this.timeSlope && TIME_SHARE[s] !== 0) addInto(stage, TIME_SHARE[s]! * h, this.timeSlope);
      solveLuInto(stage, matrix, this.pivots, n);
    }
    addInto(y, 1, this.error);
    return true;
  }
}

function addInto(out: Float64Array, factor: number, a: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i]! += factor * a[i]!;
}
