// A curve on [-1, 1] through as few points of a costly function as its wiggles need: Chebyshev points, doubled until the new ones are foretold.

export interface ChebyshevCurve {
  /** At x in [-1, 1]. */
  readonly at: (x: number) => number;
  /** Calls of the function. */
  readonly runs: number;
  /** Largest difference at the points of the last doubling from the curve without them. */
  readonly error: number;
}

const FIRST = 4;

/** Ends when `error` is below `tolerance`, or with `most` intervals. Barycentric formula: Berrut and Trefethen, SIAM Rev. 46 (2004) 501 (recalled). */
export function chebyshevCurve(run: (x: number) => number, tolerance: number, most: number): ChebyshevCurve {
  const node = (i: number, n: number): number => Math.cos((Math.PI * i) / n);
  let n = FIRST;
  let values = Float64Array.from({ length: n + 1 }, (_, i) => run(node(i, n)));
  for (;;) {
    const coarse = values;
    const [at, finer] = [interpolant(coarse), 2 * n];
    values = Float64Array.from({ length: finer + 1 }, (_, i) => (i % 2 === 0 ? coarse[i / 2]! : run(node(i, finer))));
    let error = 0;
    for (let i = 1; i < finer; i += 2) error = Math.max(error, Math.abs(values[i]! - at(node(i, finer))));
    n = finer;
    if (error < tolerance || 2 * n > most) return { at: interpolant(values), runs: n + 1, error };
  }
}

/** The polynomial through values at cos(pi i / n). */
function interpolant(values: Float64Array): (x: number) => number {
  const n = values.length - 1;
  return (x) => {
    let [up, down] = [0, 0];
    for (let i = 0; i <= n; i++) {
      const away = x - Math.cos((Math.PI * i) / n);
      if (away === 0) return values[i]!;
      const weight = ((i % 2 === 0 ? 1 : -1) * (i === 0 || i === n ? 0.5 : 1)) / away;
      up += weight * values[i]!;
      down += weight;
    }
    return up / down;
  };
}
