// A linear motion in real numbers, x' = (G + B D) x, and what carries columns through it: D turns pairs of elements into each other, as a field along z does.

export interface Drive {
  readonly size: number;
  /** G by rows, 1/s. */
  readonly rows: Rows;
  /** Its transpose by rows. */
  readonly columns: Rows;
  /** x'[first] = B rate x[second], x'[second] = -B rate x[first]; each element stands in one pair at most. */
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly rate_radPerSPerT: Float64Array;
}

/** Row i holds entries start[i] .. start[i+1] - 1. */
export interface Rows {
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
}

/** Fields as the columns see them. */
export interface Steps {
  readonly n: number;
  readonly columns: number;
  readonly step_s: number;
  /** [n, columns]: mean field of each step. */
  readonly mean_T: Float64Array;
  /** [n + 1, columns]: turns of the frame before, between and after the steps. */
  readonly kick_Ts: Float64Array;
}

/** Two ways through the same steps. */
export interface DrivenKernel {
  /** x [size, columns] at the end of the steps, in place. `taped`: the way is kept for the way back, until the next one. */
  readonly carryInto: (x: Float64Array, drive: Drive, steps: Steps, taped: boolean) => void;
  /**
   * Back the way that was taped last: `lambda` [size, columns], the slope of a result by the final state `x`, becomes its slope by the initial
   * state; `byMean` [n, columns] and `byKick` [n + 1, columns] become its slopes by the fields.
   */
  readonly carryBackInto: (
    lambda: Float64Array,
    byMean: Float64Array,
    byKick: Float64Array,
    drive: Drive,
    steps: Steps,
    x: Float64Array,
  ) => void;
}

/** Terms below this part of the state end a series. */
export const NEGLIGIBLE = 1e-10;
export const MOST_TERMS = 200;

/** x = exp(sign kick D) x. */
export function kickInto(
  x: Float64Array,
  { first, second, rate_radPerSPerT }: Drive,
  kick_Ts: Float64Array,
  kickAt: number,
  columns: number,
  sign: number,
): void {
  let still = true;
  for (let c = 0; c < columns; c++) still &&= kick_Ts[kickAt + c] === 0;
  if (still) return;
  for (let p = 0; p < first.length; p++) {
    const a = first[p]! * columns,
      b = second[p]! * columns;
    for (let c = 0; c < columns; c++) {
      const angle = sign * kick_Ts[kickAt + c]! * rate_radPerSPerT[p]!;
      const cos = Math.cos(angle),
        sin = Math.sin(angle);
      const u = x[a + c]!,
        v = x[b + c]!;
      x[a + c] = cos * u + sin * v;
      x[b + c] = cos * v - sin * u;
    }
  }
}
