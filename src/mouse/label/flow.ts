// What amounts become under constant rates, and their integral, without the exponential of a matrix: uniformization (jensen-1953), a sum of positive terms.

/** A rate matrix A as what is not zero in A + c, with c > 0 so large that no diagonal stays below 0: every entry is a rate >= 0. */
export interface Flow {
  readonly n: number;
  readonly c_perS: number;
  /** Row i holds entries `starts[i]` to `starts[i + 1]` of `from` and `rate_perS`. */
  readonly starts: Int32Array;
  readonly from: Int32Array;
  readonly rate_perS: Float64Array;
}

/** The flow of a row-major n x n matrix of rates, diagonal aside >= 0. */
export function flowOf(matrix: Float64Array, n: number): Flow {
  let c_perS = 0;
  for (let i = 0; i < n; i++) c_perS = Math.max(c_perS, -matrix[i * n + i]!);
  if (c_perS === 0) c_perS = 1;
  const starts = new Int32Array(n + 1);
  const from: number[] = [];
  const rate_perS: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const rate = matrix[i * n + j]! + (i === j ? c_perS : 0);
      if (rate === 0) continue;
      from.push(j);
      rate_perS.push(rate);
    }
    starts[i + 1] = from.length;
  }
  return { n, c_perS, starts, from: Int32Array.from(from), rate_perS: Float64Array.from(rate_perS) };
}

/** Longest c t in one go, so that exp(-c t) is far from the least of the doubles. */
const LONGEST = 200;

/**
 * exp(A t) y and the integral of exp(A s) y over s from 0 to t. With B = A + c they are the sums over k of p_k (B / c)^k y and q_k (B / c)^k y / c, p_k the
 * Poisson probabilities of c t and q_k those of more than k: where y >= 0 nothing cancels. The work goes with c t and the entries of B.
 */
export function flowed(flow: Flow, y: Float64Array, duration_s: number): { after: Float64Array; passed: Float64Array } {
  const { n, c_perS, starts, from, rate_perS } = flow;
  const parts = Math.max(1, Math.ceil((c_perS * duration_s) / LONGEST));
  const { at, beyond } = poisson((c_perS * duration_s) / parts);
  const passed = new Float64Array(n);
  const after = y.slice();
  let term = new Float64Array(n);
  let next = new Float64Array(n);
  for (let part = 0; part < parts; part++) {
    term.set(after);
    after.fill(0);
    for (let k = 0; k < at.length; k++) {
      const [p, q] = [at[k]!, beyond[k]! / c_perS];
      for (let i = 0; i < n; i++) {
        after[i] = after[i]! + p * term[i]!;
        passed[i] = passed[i]! + q * term[i]!;
      }
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let e = starts[i]!; e < starts[i + 1]!; e++) sum += rate_perS[e]! * term[from[e]!]!;
        next[i] = sum / c_perS;
      }
      [term, next] = [next, term];
    }
  }
  return { after, passed };
}

/** Probabilities of exactly k and of more than k events, as far as they can be told from 0 beside 1. */
function poisson(mean: number): { readonly at: Float64Array; readonly beyond: Float64Array } {
  const at = new Float64Array(Math.ceil(mean + 9 * Math.sqrt(mean) + 25));
  at[0] = Math.exp(-mean);
  for (let k = 1; k < at.length; k++) at[k] = (at[k - 1]! * mean) / k;
  const beyond = new Float64Array(at.length);
  for (let k = at.length - 2; k >= 0; k--) beyond[k] = beyond[k + 1]! + at[k + 1]!;
  return { at, beyond };
}
