// Carries columns through steps of a field, each column in its own field, and carries the slope of a result back through the same steps.
// A step is exp(h (G + B D)) as a Taylor series on vectors; the way back differentiates that very series, so the gradient is exact for
// what was computed. The kicks between steps make the whole fourth order in h; see propagate/schedule.ts for why.
import type { Drive, Rows } from './drive.ts';

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

/** What the way back needs of the way there: the terms of every series. */
export interface Tape {
  terms: Float64Array;
  /** Terms of each step, the state itself not counted. */
  readonly counts: Int32Array;
}

/** Terms below this part of the state end a series. */
const NEGLIGIBLE = 1e-13;
const MOST_TERMS = 400;

export function makeTape(steps: number): Tape {
  return { terms: new Float64Array(1 << 16), counts: new Int32Array(steps) };
}

/** x [size, columns] at the end of the steps, in place. With a tape the way is written down. */
export function carryInto(x: Float64Array, drive: Drive, steps: Steps, tape?: Tape): void {
  const { n, columns, step_s, mean_T, kick_Ts } = steps;
  const length = x.length;
  let at = 0;
  const scratch = tape ? undefined : [new Float64Array(length), new Float64Array(length)];
  kickInto(x, drive, kick_Ts.subarray(0, columns), columns, -1);
  for (let step = 0; step < n; step++) {
    const field = mean_T.subarray(step * columns, (step + 1) * columns);
    if (tape) reserve(tape, at + length);
    let term = scratch ? scratch[0]! : tape!.terms.subarray(at, at + length);
    term.set(x);
    let k = 1;
    for (; k <= MOST_TERMS; k++) {
      if (tape) reserve(tape, at + (k + 1) * length);
      const next = scratch ? scratch[k & 1]! : tape!.terms.subarray(at + k * length, at + (k + 1) * length);
      if (tape) term = tape.terms.subarray(at + (k - 1) * length, at + k * length);
      applyInto(next, drive, drive.rows, field, columns, term, step_s / k, 1);
      const largest = addInto(x, next);
      term = next;
      if (largest < NEGLIGIBLE) break;
    }
    if (tape) tape.counts[step] = k;
    at += (k + 1) * length;
    kickInto(x, drive, kick_Ts.subarray((step + 1) * columns, (step + 2) * columns), columns, -1);
  }
}

/**
 * `lambda` [size, columns]: slope of a result by the final state `x`; comes back as its slope by the initial state.
 * `byMean` [n, columns] and `byKick` [n + 1, columns] become its slopes by the fields.
 */
export function carryBackInto(
  lambda: Float64Array,
  byMean: Float64Array,
  byKick: Float64Array,
  drive: Drive,
  steps: Steps,
  tape: Tape,
  x: Float64Array,
): void {
  const { n, columns, step_s, mean_T, kick_Ts } = steps;
  const length = lambda.length;
  const scratch = [new Float64Array(length), new Float64Array(length)];
  let at = 0;
  for (let step = 0; step < n; step++) at += (tape.counts[step]! + 1) * length;
  byMean.fill(0);
  byKick.fill(0);
  let after = x;
  for (let step = n - 1; step >= 0; step--) {
    const count = tape.counts[step]!;
    at -= (count + 1) * length;
    addTurn(byKick, (step + 1) * columns, drive, columns, lambda, after, -1);
    kickInto(lambda, drive, kick_Ts.subarray((step + 1) * columns, (step + 2) * columns), columns, 1);
    const field = mean_T.subarray(step * columns, (step + 1) * columns);
    // Slopes by the terms, from the last to the first: mu_k = lambda + h/(k+1) A^T mu_{k+1}.
    let mu = scratch[0]!;
    mu.set(lambda);
    for (let k = count; k >= 1; k--) {
      const h = step_s / k;
      const before = tape.terms.subarray(at + (k - 1) * length, at + k * length);
      addTurn(byMean, step * columns, drive, columns, mu, before, h);
      const next = mu === scratch[0] ? scratch[1]! : scratch[0]!;
      applyInto(next, drive, drive.columns, field, columns, mu, h, -1, lambda);
      mu = next;
    }
    lambda.set(mu);
    after = tape.terms.subarray(at, at + length);
  }
  addTurn(byKick, 0, drive, columns, lambda, after, -1);
  kickInto(lambda, drive, kick_Ts.subarray(0, columns), columns, 1);
}

/** out = plus + h (rows + turn field D) x. */
function applyInto(
  out: Float64Array,
  drive: Drive,
  rows: Rows,
  field_T: Float64Array,
  columns: number,
  x: Float64Array,
  h: number,
  turn: number,
  plus?: Float64Array,
): void {
  const { first, second, rate_radPerSPerT, size } = drive;
  const { start, column, value } = rows;
  const whole = columns - (columns % 4);
  for (let i = 0; i < size; i++) {
    const begin = start[i]!,
      end = start[i + 1]!;
    let c = 0;
    for (; c < whole; c += 4) {
      let s0 = 0,
        s1 = 0,
        s2 = 0,
        s3 = 0;
      for (let e = begin; e < end; e++) {
        const v = value[e]!,
          from = column[e]! * columns + c;
        s0 += v * x[from]!;
        s1 += v * x[from + 1]!;
        s2 += v * x[from + 2]!;
        s3 += v * x[from + 3]!;
      }
      const to = i * columns + c;
      out[to] = h * s0;
      out[to + 1] = h * s1;
      out[to + 2] = h * s2;
      out[to + 3] = h * s3;
    }
    for (; c < columns; c++) {
      let sum = 0;
      for (let e = begin; e < end; e++) sum += value[e]! * x[column[e]! * columns + c]!;
      out[i * columns + c] = h * sum;
    }
  }
  if (plus) for (let i = 0; i < plus.length; i++) out[i]! += plus[i]!;
  for (let p = 0; p < first.length; p++) {
    const a = first[p]! * columns,
      b = second[p]! * columns,
      w = turn * h * rate_radPerSPerT[p]!;
    for (let c = 0; c < columns; c++) {
      const angle = w * field_T[c]!;
      out[a + c]! += angle * x[b + c]!;
      out[b + c]! -= angle * x[a + c]!;
    }
  }
}

/** x += term; returns the largest term over the largest of x. */
function addInto(x: Float64Array, term: Float64Array): number {
  let largest = 0,
    size = 0;
  for (let i = 0; i < x.length; i++) {
    const value = term[i]!;
    x[i]! += value;
    if (value > largest) largest = value;
    else if (-value > largest) largest = -value;
    const at = x[i]!;
    if (at > size) size = at;
    else if (-at > size) size = -at;
  }
  return size > 0 ? largest / size : 0;
}

/** x = exp(sign kick D) x. */
function kickInto(x: Float64Array, drive: Drive, kick_Ts: Float64Array, columns: number, sign: number): void {
  if (kick_Ts.every((kick) => kick === 0)) return;
  const { first, second, rate_radPerSPerT } = drive;
  for (let p = 0; p < first.length; p++) {
    const a = first[p]! * columns,
      b = second[p]! * columns;
    for (let c = 0; c < columns; c++) {
      const angle = sign * kick_Ts[c]! * rate_radPerSPerT[p]!;
      const cos = Math.cos(angle),
        sin = Math.sin(angle);
      const u = x[a + c]!,
        v = x[b + c]!;
      x[a + c] = cos * u + sin * v;
      x[b + c] = cos * v - sin * u;
    }
  }
}

/** out[at + c] += factor lambda . D x, column by column. */
function addTurn(
  out: Float64Array,
  at: number,
  { first, second, rate_radPerSPerT }: Drive,
  columns: number,
  lambda: Float64Array,
  x: Float64Array,
  factor: number,
): void {
  for (let p = 0; p < first.length; p++) {
    const a = first[p]! * columns,
      b = second[p]! * columns,
      w = factor * rate_radPerSPerT[p]!;
    for (let c = 0; c < columns; c++) out[at + c]! += w * (lambda[a + c]! * x[b + c]! - lambda[b + c]! * x[a + c]!);
  }
}

function reserve(tape: Tape, length: number): void {
  if (tape.terms.length >= length) return;
  const larger = new Float64Array(2 * length);
  larger.set(tape.terms);
  tape.terms = larger;
}
