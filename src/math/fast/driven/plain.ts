// Carries columns through steps of a field, each column in its own field, and carries the slope of a result back through the same steps.
// A step is exp(h (G + B D)) as a Taylor series on vectors; the way back differentiates that very series, so the gradient is exact for
// what was computed. The kicks between steps make the whole fourth order in h; see transfer/propagate/schedule.ts for why.
import { kickInto, MOST_TERMS, NEGLIGIBLE, type Drive, type DrivenKernel, type Rows, type Steps } from './motion.ts';

/** What the way back needs of the way there: the terms of every series. */
interface Tape {
  terms: Float64Array;
  /** Terms of each step, the state itself not counted. */
  readonly counts: Int32Array;
}

export function makePlainDriven(): DrivenKernel {
  let tape: Tape = { terms: new Float64Array(1 << 16), counts: new Int32Array(0) };
  return {
    carryInto(x, drive, steps, taped) {
      if (tape.counts.length < steps.n) tape = { terms: tape.terms, counts: new Int32Array(steps.n) };
      carryInto(x, drive, steps, taped ? tape : undefined);
    },
    carryBackInto: (lambda, byMean, byKick, drive, steps, x) =>
      carryBackInto(lambda, byMean, byKick, drive, steps, tape, x),
  };
}

/** x [size, columns] at the end of the steps, in place. With a tape the way is written down. */
function carryInto(x: Float64Array, drive: Drive, steps: Steps, tape?: Tape): void {
  const { n, columns, step_s, mean_T, kick_Ts } = steps;
  const length = x.length;
  const scratch = new Float64Array(tape ? 0 : 2 * length);
  let at = 0;
  kickInto(x, drive, kick_Ts, 0, columns, -1);
  for (let step = 0; step < n; step++) {
    if (tape) reserve(tape, at + (MOST_TERMS + 1) * length);
    const terms = tape ? tape.terms : scratch;
    terms.set(x, at);
    let k = 1,
      from = at;
    for (; k <= MOST_TERMS; k++) {
      const to = tape ? from + length : length - from;
      applyInto(terms, to, terms, from, drive, drive.rows, mean_T, step * columns, columns, step_s / k, 1);
      from = to;
      if (addInto(x, terms, to) < NEGLIGIBLE) break;
    }
    if (tape) {
      tape.counts[step] = k;
      at += (k + 1) * length;
    }
    kickInto(x, drive, kick_Ts, (step + 1) * columns, columns, -1);
  }
}

function carryBackInto(
  lambda: Float64Array,
  byMean: Float64Array,
  byKick: Float64Array,
  drive: Drive,
  steps: Steps,
  tape: Tape,
  x: Float64Array,
): void {
  const { n, columns, step_s, mean_T, kick_Ts } = steps;
  const { terms, counts } = tape;
  const length = lambda.length;
  const mu = new Float64Array(2 * length);
  let at = 0;
  for (let step = 0; step < n; step++) at += (counts[step]! + 1) * length;
  byMean.fill(0);
  byKick.fill(0);
  addTurn(byKick, n * columns, drive, columns, lambda, 0, x, 0, -1);
  for (let step = n - 1; step >= 0; step--) {
    kickInto(lambda, drive, kick_Ts, (step + 1) * columns, columns, 1);
    const count = counts[step]!;
    at -= (count + 1) * length;
    // Slopes by the terms, from the last to the first: mu_k = lambda + h/(k+1) A^T mu_{k+1}.
    let from = 0;
    mu.set(lambda);
    for (let k = count; k >= 1; k--) {
      const h = step_s / k;
      addTurn(byMean, step * columns, drive, columns, mu, from, terms, at + (k - 1) * length, h);
      applyInto(mu, length - from, mu, from, drive, drive.columns, mean_T, step * columns, columns, h, -1);
      from = length - from;
      for (let i = 0; i < length; i++) mu[from + i]! += lambda[i]!;
    }
    for (let i = 0; i < length; i++) lambda[i] = mu[from + i]!;
    addTurn(byKick, step * columns, drive, columns, lambda, 0, terms, at, -1);
  }
  kickInto(lambda, drive, kick_Ts, 0, columns, 1);
}

/** out = h (rows + turn field D) x, from place `xAt` of x to place `outAt` of out; the fields of the columns from place `fieldAt`. */
function applyInto(
  out: Float64Array,
  outAt: number,
  x: Float64Array,
  xAt: number,
  drive: Drive,
  rows: Rows,
  field_T: Float64Array,
  fieldAt: number,
  columns: number,
  h: number,
  turn: number,
): void {
  const { first, second, rate_radPerSPerT, size } = drive;
  const { start, column, value } = rows;
  // Five at once: an average over two errors has five conditions, and an entry is fetched once for all of them.
  const whole = columns - (columns % 5);
  for (let i = 0; i < size; i++) {
    const begin = start[i]!,
      end = start[i + 1]!;
    let c = 0;
    for (; c < whole; c += 5) {
      let s0 = 0,
        s1 = 0,
        s2 = 0,
        s3 = 0,
        s4 = 0;
      for (let e = begin; e < end; e++) {
        const v = value[e]!,
          from = xAt + column[e]! * columns + c;
        s0 += v * x[from]!;
        s1 += v * x[from + 1]!;
        s2 += v * x[from + 2]!;
        s3 += v * x[from + 3]!;
        s4 += v * x[from + 4]!;
      }
      const to = outAt + i * columns + c;
      out[to] = h * s0;
      out[to + 1] = h * s1;
      out[to + 2] = h * s2;
      out[to + 3] = h * s3;
      out[to + 4] = h * s4;
    }
    for (; c < columns; c++) {
      let sum = 0;
      for (let e = begin; e < end; e++) sum += value[e]! * x[xAt + column[e]! * columns + c]!;
      out[outAt + i * columns + c] = h * sum;
    }
  }
  for (let p = 0; p < first.length; p++) {
    const a = first[p]! * columns,
      b = second[p]! * columns,
      w = turn * h * rate_radPerSPerT[p]!;
    for (let c = 0; c < columns; c++) {
      const angle = w * field_T[fieldAt + c]!;
      out[outAt + a + c]! += angle * x[xAt + b + c]!;
      out[outAt + b + c]! -= angle * x[xAt + a + c]!;
    }
  }
}

/** x += term, which begins at place `at`; returns the largest term over the largest of x. */
function addInto(x: Float64Array, terms: Float64Array, at: number): number {
  let largest = 0,
    size = 0;
  for (let i = 0; i < x.length; i++) {
    const value = terms[at + i]!;
    if (value > largest) largest = value;
    else if (-value > largest) largest = -value;
    const sum = x[i]! + value;
    x[i] = sum;
    if (sum > size) size = sum;
    else if (-sum > size) size = -sum;
  }
  return size > 0 ? largest / size : 0;
}

/** out[at + c] += factor lambda . D x, column by column. */
function addTurn(
  out: Float64Array,
  at: number,
  { first, second, rate_radPerSPerT }: Drive,
  columns: number,
  lambda: Float64Array,
  lambdaAt: number,
  x: Float64Array,
  xAt: number,
  factor: number,
): void {
  for (let p = 0; p < first.length; p++) {
    const a = first[p]! * columns,
      b = second[p]! * columns,
      w = factor * rate_radPerSPerT[p]!;
    for (let c = 0; c < columns; c++)
      out[at + c]! += w * (lambda[lambdaAt + a + c]! * x[xAt + b + c]! - lambda[lambdaAt + b + c]! * x[xAt + a + c]!);
  }
}

function reserve(tape: Tape, length: number): void {
  if (tape.terms.length >= length) return;
  const larger = new Float64Array(2 * length);
  larger.set(tape.terms);
  tape.terms = larger;
}
